using System.Globalization;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Token tables: repeated tokens, NULL as token and as value, tokens that nobody has, and missing ones.</summary>
public sealed class TokenGenerator(Dice dice, ValueGenerator values)
{
    private int _tables;

    /// <summary>A table for a column.</summary>
    public TokenTable Table(SourceColumn column)
    {
        _tables++;
        List<object> pool = [.. column.Pool.Distinct()];
        List<(object? Token, object? Value)> rows = [];
        foreach (object token in dice.Some(pool, dice.Between(0, pool.Count)))
        {
            rows.AddRange(Dice.List(dice.Pick([1, 1, 1, 2, 3]), () => ((object?)token, Value(column))));
        }

        rows.AddRange(Dice.List(dice.Below(3), () => (dice.OneIn(2) ? null : (object?)values.Value(column.Field.Type), Value(column))));
        return new TokenTable(
            string.Create(CultureInfo.InvariantCulture, $"tokens_{_tables}"), dice.Pick(["token", "Token", "key of"]), dice.Pick(["value", "Value", "secret's"]),
            column.Field.Type, [.. rows.OrderBy(_ => dice.Bits())]);
    }

    // Of 1.0 and 1.00 each is the least of a token's values: a number has its shortest form, where the type lets it.
    private object? Value(SourceColumn column) => dice.OneIn(8) ? null
        : values.Value(column.Field.Type) is Exact number && column.Field.Type.Length is null ? number.Trim()
        : values.Value(column.Field.Type);
}
