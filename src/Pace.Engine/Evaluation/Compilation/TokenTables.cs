using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// The token tables in hand, each read when a branch first asks for it. Tokens and values are of the field's type; a
/// value may be longer than its token.
/// </summary>
internal sealed class TokenTables
{
    private readonly Dictionary<QualifiedName, (string Name, SampleTable Table)> _tables = [];
    private readonly Dictionary<(QualifiedName Table, string Token, string Value, SqlType Type), Dictionary<object, object?>> _read = [];

    public TokenTables(IReadOnlyDictionary<string, SampleTable>? tables)
    {
        foreach ((string name, SampleTable table) in tables ?? new Dictionary<string, SampleTable>())
        {
            if (QualifiedName.TryParse(name, out QualifiedName parsed, out _))
            {
                _tables[parsed] = (name, table);
            }
        }
    }

    /// <summary>
    /// For each token of a table the least of its values, NULL where it has no other: what a view's join finds.
    /// </summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: the table is missing or wrong.</exception>
    public IReadOnlyDictionary<object, object?> Values(DetokenizeTransform detokenize, SqlType type)
    {
        if (!QualifiedName.TryParse(detokenize.TokenSourceRef, out QualifiedName name, out string problem))
        {
            throw new InvalidOperationException($"The token table '{detokenize.TokenSourceRef}' passed validation, and {problem}.");
        }

        SqlType plain = type with { Arguments = [] };
        string token = detokenize.TokenField!.NameParts[0];
        string value = detokenize.ValueField!.NameParts[0];
        if (_read.TryGetValue((name, token, value, plain), out Dictionary<object, object?>? known))
        {
            return known;
        }

        if (!_tables.TryGetValue(name, out (string Name, SampleTable Table) given))
        {
            string hint = NearestName.Hint(detokenize.TokenSourceRef, _tables.Values.Select(item => item.Name)) is { } near ? "; " + near : ".";
            throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"The token table '{detokenize.TokenSourceRef}' is missing{hint}",
                "Give its rows under the name that the policy gives it, or evaluate on a platform that has it.",
                detokenize.TokenSourceRef);
        }

        Dictionary<object, object?> values = [];
        foreach (object?[] row in SampleReader.Read(given.Table, [(token, plain), (value, plain)], $"token table '{given.Name}'"))
        {
            if (row[0] is { } key && (!values.TryGetValue(key, out object? least) || IsBefore(row[1], least)))
            {
                values[key] = row[1];
            }
        }

        _read.Add((name, token, value, plain), values);
        return values;
    }

    // NULL comes last. Of equal ones the first stays.
    private static bool IsBefore(object? value, object? least) =>
        value is not null && (least is null || ValueOrder.Compare(value, least) < 0);
}
