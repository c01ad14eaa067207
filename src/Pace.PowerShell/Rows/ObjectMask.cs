using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Turns objects into the values that a view needs, and what the view shows into objects of the same kind. Nothing but
/// what the policy lists gets through.
/// </summary>
internal sealed class ObjectMask
{
    // Of so many objects each is looked at whole. Where none had its properties in another order than the one before,
    // it is taken for granted: only the properties that the policy lists are then looked up, which takes half as long.
    private const int LookedAtWhole = 1000;

    private readonly SampleField[] _fields;
    private readonly int[] _needed;
    private readonly int[] _passed;
    private readonly PropertyReader[] _readers;
    private readonly ViewColumn[] _columns;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unlisted = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _news = [];
    private ObjectShape? _shape;
    private int _seen;
    private bool _orderVaries;

    /// <summary>For a view of a policy.</summary>
    public ObjectMask(DataPolicy policy, ViewEvaluator view)
    {
        _fields = [.. SampleField.Of(policy)];
        _readers = [.. _fields.Select(field => new PropertyReader(field.Name))];
        _needed = [.. Enumerable.Range(0, _fields.Length).Where(at => view.Needs[at])];
        _columns = [.. view.Columns];
        _passed = [.. Enumerable.Range(0, _fields.Length).Where(at => _columns[at].IsShownAsIs && !view.Needs[at] && IsOneValue(_fields[at].Type.Kind))];
        for (int at = 0; at < _fields.Length; at++)
        {
            if (!_places.TryAdd(_fields[at].Name, at))
            {
                throw new CmdletException(
                    PaceErrors.NotSupported,
                    $"The policy '{policy}' lists '{_fields[at].Name}' twice but for its case, and an object has one property of a name.",
                    "Leave one of them out of source.fields.");
            }
        }
    }

    /// <summary>How many fields the policy lists.</summary>
    public int Count => _fields.Length;

    /// <summary>The names of properties that were met since it was last asked, and that the policy does not list.</summary>
    public IReadOnlyList<string> TakeUnlisted()
    {
        if (_news.Count == 0)
        {
            return [];
        }

        string[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>Reads an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="given">Filled with the values as they stand there, by the policy's fields.</param>
    /// <param name="row">Filled with what the view computes with.</param>
    /// <returns>What the object has.</returns>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>; the message is a whole sentence but for which object.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ObjectShape Read(PSObject item, object?[] given, object?[] row)
    {
        ObjectShape shape;
        try
        {
            shape = item.BaseObject switch
            {
                IDictionary entries => ReadEntries(entries, given),
                IDictionary<string, object?> entries => ReadEntries(entries, given),
                _ => ReadProperties(item, given),
            };
        }
        catch (ExtendedTypeSystemException)
        {
            // Without what was thrown: a property's own code may tell what it found.
            throw Invalid("a property cannot be read");
        }

        if (shape.Names.Length == 0)
        {
            throw Invalid("it has none of the properties that the policy lists");
        }

        foreach (int at in _needed)
        {
            row[at] = Canonical(shape, at, given[at]);
        }

        foreach (int at in _passed)
        {
            if (given[at] is not (null or string or ValueType) && IsSeveral(given[at]!))
            {
                throw Invalid($"the value of '{_fields[at].Name}' is an object or list where one value is meant");
            }
        }

        return shape;
    }

    /// <summary>An object of the same kind with what the view shows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public object Write(ObjectShape shape, bool asDictionary, object?[] given, object?[] shown)
    {
        if (asDictionary)
        {
            // As [ordered] makes them.
            OrderedDictionary entries = new(shape.Names.Length, StringComparer.CurrentCultureIgnoreCase);
            for (int at = 0; at < shape.Names.Length; at++)
            {
                entries.Add(shape.Names[at], Value(shape.Fields[at], given, shown));
            }

            return entries;
        }

        PSObject result = RowObjects.New(shape.Names.Length);
        PSMemberInfoCollection<PSPropertyInfo> properties = result.Properties;
        PSNoteProperty[] notes = shape.Notes;
        for (int at = 0; at < notes.Length; at++)
        {
            notes[at].Value = Value(shape.Fields[at], given, shown);
            properties.Add(notes[at], preValidated: true);
        }

        return result;
    }

    /// <summary>Whether an object comes out as a dictionary.</summary>
    public static bool IsDictionary(PSObject item) => item.BaseObject is IDictionary or IDictionary<string, object?>;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Value(int field, object?[] given, object?[] shown)
    {
        ViewColumn column = _columns[field];
        if (column.IsShownAsIs)
        {
            return given[field];
        }

        object? original = given[field];
        return MaskedValue.Of(column.Type, shown[field], original is PSObject wrapped ? wrapped.BaseObject : original is DBNull ? null : original);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Canonical(ObjectShape shape, int field, object? given)
    {
        SampleField wanted = _fields[field];
        if (!shape.Has(field))
        {
            throw Invalid($"it has no property '{wanted.Name}', which the policy needs");
        }

        return CanonicalValue.TryRead(wanted.Type, wanted.Read(given), out object? canonical, out string? problem)
            ? canonical
            : throw Invalid($"the value of '{wanted.Name}' {problem}");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ObjectShape ReadProperties(PSObject item, object?[] given)
    {
        if (_orderVaries || _seen < LookedAtWhole)
        {
            _seen++;
            return ReadWhole(item, given);
        }

        for (int at = 0; at < _readers.Length; at++)
        {
            if (!_shape!.Has(at))
            {
                given[at] = null;
                if (item.Properties[_fields[at].Name] is not null)
                {
                    return ReadWhole(item, given);
                }
            }
            else if ((given[at] = _readers[at].Read(item)) is null && item.Properties[_fields[at].Name] is null)
            {
                return ReadWhole(item, given);
            }
        }

        return _shape!;
    }

    private ObjectShape ReadWhole(PSObject item, object?[] given)
    {
        ObjectShape shape = Remember(item.Properties.Select(property => property.Name));
        PSMemberInfoCollection<PSPropertyInfo> properties = item.Properties;
        for (int at = 0; at < given.Length; at++)
        {
            given[at] = shape.Has(at) ? properties[_fields[at].Name]?.Value : null;
        }

        return shape;
    }

    private ObjectShape ReadEntries(IDictionary entries, object?[] given)
    {
        ObjectShape shape = Remember(entries.Keys.OfType<string>());
        Array.Clear(given);
        for (int at = 0; at < shape.Names.Length; at++)
        {
            given[shape.Fields[at]] = entries[shape.Names[at]];
        }

        return shape;
    }

    private ObjectShape ReadEntries(IDictionary<string, object?> entries, object?[] given)
    {
        ObjectShape shape = Remember(entries.Keys);
        Array.Clear(given);
        for (int at = 0; at < shape.Names.Length; at++)
        {
            given[shape.Fields[at]] = entries[shape.Names[at]];
        }

        return shape;
    }

    private ObjectShape Remember(IEnumerable<string> names)
    {
        List<string> unlisted = [];
        ObjectShape shape = ObjectShape.Of(names, _places, unlisted) ?? throw Invalid("two of its properties have one name but for its case");
        foreach (string name in unlisted.Where(_unlisted.Add))
        {
            _news.Add(name);
        }

        if (_shape is not null && shape.Equals(_shape))
        {
            return _shape;
        }

        _orderVaries |= _shape is not null && shape.HasSame(_shape);
        return _shape = shape;
    }

    // Types of one value. What has parts has names and values in it that the policy says nothing of.
    private static bool IsOneValue(SqlTypeKind kind) =>
        kind is not (SqlTypeKind.Json or SqlTypeKind.JsonB or SqlTypeKind.Xml or SqlTypeKind.Binary or SqlTypeKind.Array or SqlTypeKind.Struct or SqlTypeKind.Other);

    private static bool IsSeveral(object value) => value is PSObject wrapped
        ? wrapped.BaseObject is PSCustomObject || IsSeveral(wrapped.BaseObject)
        : value is IEnumerable and not string;

    private static PaceException Invalid(string problem) => new(PaceErrorKind.DataInvalid, problem);
}
