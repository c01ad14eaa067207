using System.Collections;
using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Rows;

/// <summary>Token tables in hand: files and objects, by the names that a policy gives them.</summary>
internal static class TokenTables
{
    /// <summary>Reads what <c>-TokenTable</c> was given.</summary>
    /// <param name="state">The cmdlet's session state, for paths.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="given">Paths of CSV files, or objects, by <c>token_source_ref</c>.</param>
    /// <param name="delimiter">What stands between two fields of the files.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static Dictionary<string, SampleTable> Read(
        SessionState state, DataPolicy policy, IDictionary? given, char? delimiter, CancellationToken cancellation)
    {
        Dictionary<string, SampleTable> tables = new(StringComparer.Ordinal);
        IReadOnlyList<string> names = Names(policy);
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            string name = NameOf(policy, names, entry.Key as string ?? "");
            IReadOnlyList<SampleField> fields = Fields(policy, name);
            PSObject[] items = Items(entry.Value);
            bool areFiles = items.Length > 0 && Array.TrueForAll(items, item => item.BaseObject is string or FileInfo);
            tables[name] = areFiles
                ? SampleRows.FromFiles(state, items.Select(Path), fields, delimiter, cancellation)
                : SampleRows.FromObjects(items, fields, $"token table '{name}'");
        }

        return tables;
    }

    /// <summary>The token tables that a policy reads, by name.</summary>
    public static IReadOnlyList<string> Names(DataPolicy policy) =>
        [.. PolicyContent.Detokenizations(policy).Select(pair => pair.Transform.TokenSourceRef).Distinct(StringComparer.Ordinal)];

    /// <summary>The columns that a policy reads of a token table. Tokens, and their values, are of their field's type.</summary>
    public static IReadOnlyList<SampleField> Fields(DataPolicy policy, string name) =>
    [
        .. PolicyContent.Detokenizations(policy)
            .Where(pair => pair.Transform.TokenSourceRef == name)
            .SelectMany(pair => new[] { pair.Transform.TokenField, pair.Transform.ValueField }
                .Where(column => column is { NameParts.Count: > 0 })
                .Select(column => new SampleField(column!.NameParts[^1], PolicyContent.TypeOf(pair.Field))))
            .DistinctBy(field => field.Name),
    ];

    private static string NameOf(DataPolicy policy, IReadOnlyList<string> names, string given)
    {
        if (names.Contains(given))
        {
            return given;
        }

        string[] loose = [.. names.Where(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))];
        string hint = NearestName.Hint(given, names) is { } near ? "; " + near : ".";
        return loose.Length == 1
            ? loose[0]
            : throw new CmdletException(
                PaceErrors.ParameterInvalid,
                $"The policy '{policy}' reads no token table '{given}'{hint}",
                names.Count == 0 ? "Leave -TokenTable out." : $"It reads {string.Join(", ", names)}.",
                given);
    }

    private static PSObject[] Items(object? value) => (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
    {
        null => [],
        string or IDictionary => [PSObject.AsPSObject(value!)],
        IEnumerable several => [.. several.Cast<object>().Select(PSObject.AsPSObject)],
        object one => [PSObject.AsPSObject(one)],
    };

    private static string Path(PSObject item) => item.BaseObject is FileInfo file ? WildcardPattern.Escape(file.FullName) : (string)item.BaseObject;
}
