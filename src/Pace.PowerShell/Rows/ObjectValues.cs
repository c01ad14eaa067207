using System.Collections;
using System.Management.Automation;

namespace Pace.PowerShell.Rows;

/// <summary>Named values of whatever comes down a pipeline: properties of objects, entries of dictionaries.</summary>
internal static class ObjectValues
{
    /// <summary>A value by its name, whatever its case.</summary>
    public static bool TryGet(PSObject item, string name, out object? value)
    {
        value = null;
        if (item.BaseObject is IDictionary dictionary)
        {
            if (dictionary.Contains(name))
            {
                value = dictionary[name];
                return true;
            }

            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    value = entry.Value;
                    return true;
                }
            }

            return false;
        }

        if (item.Properties[name] is not { } property)
        {
            return false;
        }

        value = property.Value;
        return true;
    }

    /// <summary>The names that there are.</summary>
    public static IEnumerable<string> Names(PSObject item) => item.BaseObject is IDictionary dictionary
        ? dictionary.Keys.OfType<string>()
        : item.Properties.Select(property => property.Name);
}
