using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Pace.Engine.Diagnostics;

namespace Pace.PowerShell.Input;

/// <summary>Objects of the pipeline as rows: a property, or an entry of a dictionary, is a column.</summary>
internal static class ObjectRows
{
    /// <summary>The names and values of an object, the values without PowerShell's wrapping.</summary>
    /// <param name="input">The object.</param>
    /// <param name="number">Its number, for messages.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: it has no properties, or one of them fails.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> Of(PSObject input, long number)
    {
        if (input.BaseObject is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
            {
                yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", Unwrap(entry.Value));
            }

            yield break;
        }

        if (input.BaseObject is IConvertible or Guid or IEnumerable)
        {
            throw Wrong(number, $"a {input.BaseObject.GetType()} has no properties to be columns", "Pipe objects in, or name a CSV file with -Path.");
        }

        foreach (PSPropertyInfo property in input.Properties)
        {
            if (property.IsGettable)
            {
                yield return new(property.Name, Value(property, number));
            }
        }
    }

    private static object? Value(PSPropertyInfo property, long number)
    {
        try
        {
            return Unwrap(property.Value);
        }
        catch (GetValueException failed)
        {
            throw Wrong(number, $"property '{property.Name}' cannot be read ({failed.InnerException?.Message ?? failed.Message})", "Leave it out with Select-Object.");
        }
    }

    private static object? Unwrap(object? value) => value switch
    {
        // An expression that gave nothing.
        PSObject { BaseObject: PSCustomObject } => value,
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };

    private static PaceException Wrong(long number, string problem, string remedy) => new(
        PaceErrorKind.DataInvalid, string.Create(CultureInfo.InvariantCulture, $"Object {number}: {problem}. Nothing was imported."), remedy);
}
