using System.Globalization;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Token tables: repeated tokens, NULL as token and as value, tokens that nobody has, and missing ones.</summary>
public sealed class TokenGenerator(Dice dice, ValueGenerator values)
{
    private readonly List<TokenTable> _tables = [];

    /// <summary>A table for a column: one that is there already, or a new one.</summary>
    public TokenTable Table(SourceColumn column)
    {
        List<TokenTable> alike = [.. _tables.Where(table => table.Type == column.Field.Type)];
        if (alike.Count > 0 && dice.OneIn(2))
        {
            return dice.Pick(alike);
        }

        List<object> pool = [.. column.Pool.Distinct()];
        List<(object? Token, object? Value)> rows = [];
        foreach (object token in dice.Some(pool, dice.Between(0, pool.Count)))
        {
            rows.AddRange(Dice.List(dice.Pick([1, 1, 1, 2, 3]), () => ((object?)token, Value(column))));
        }

        rows.AddRange(Dice.List(dice.Below(3), () => (dice.OneIn(2) ? null : (object?)values.Value(column.Field.Type), Value(column))));
        _tables.Add(new TokenTable(
            string.Create(CultureInfo.InvariantCulture, $"tokens_{_tables.Count + 1}"), dice.Pick(["token", "Token", "key of"]), dice.Pick(["value", "Value", "secret's"]),
            column.Field.Type, [.. rows.OrderBy(_ => dice.Bits())]));
        return _tables[^1];
    }

    // Of 1.0 and 1.00 each is the least of a token's values: a number has its shortest form, where the type lets it.
    private object? Value(SourceColumn column) => dice.OneIn(8) ? null
        : values.Value(column.Field.Type) is Exact number && column.Field.Type.Length is null ? number.Trim()
        : values.Value(column.Field.Type);
}
