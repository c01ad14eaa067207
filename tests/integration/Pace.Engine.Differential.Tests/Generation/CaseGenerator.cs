using System.Globalization;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Makes a policy of the portable subset, and rows for it.</summary>
public sealed class CaseGenerator
{
    private const int MostRows = 30;

    private static readonly string[] PlainNames = ["id", "name", "age", "email", "amount", "value", "x", "y", "customer_id", "t1", "brand", "day"];

    private static readonly string[] OddNames =
    [
        "Name", "userId", "two words", "quo\"te", "o'clock", "select", "date", "order", "100%", "dash-ed", "dotted.name", "\u00e9t\u00e9", "\u6570\u636e",
        "semi;colon", "_under", "a$b", "CamelCase", "x\\y", "end", "user", "\U0001F600", "tab\tbed", "--", "null", "Pace_Token_1",
        "br]acket", "back`tick", "rowid", "_rowid_", "temp", "main", "pace_token_1", "\"",
    ];

    private static readonly string[] GroupNames =
        ["marketing", "Fraud & Risk", "o'neil's team", "gro\u00dfkunden", "\u6570\u636e", "a b", "quo\"ted", @"back\slash", "ADMIN", "admin", "50%"];

    private readonly Dice _dice;
    private readonly ValueGenerator _values;
    private readonly int _seed;
    private readonly DateTime _now;

    private CaseGenerator(int seed, DateTime now)
    {
        (_seed, _now) = (seed, now);
        _dice = new Dice(seed);
        _values = new ValueGenerator(_dice, now);
    }

    /// <summary>The case of a seed. Ages are relative to the time, so that a seed makes the same case at any time.</summary>
    public static PolicyCase Generate(int seed, DateTime now) =>
        new CaseGenerator(seed, now.Date.AddSeconds((int)now.TimeOfDay.TotalSeconds)).Generate();

    private PolicyCase Generate()
    {
        IReadOnlyList<SourceColumn> columns = Columns();
        int count = _dice.OneIn(12) ? 0 : _dice.OneIn(3) ? _dice.Between(1, 4) : _dice.Between(5, MostRows);
        int nulls = _dice.Pick([3, 6, 1000]);
        IReadOnlyList<IReadOnlyList<object?>> rows = Dice.List(count, () =>
            (IReadOnlyList<object?>)[.. columns.Select(column => column.Pool.Count == 0 || _dice.OneIn(nulls) ? null : _dice.Pick(column.Pool))]);
        IReadOnlyList<IReadOnlyDictionary<string, object?>> named =
        [
            .. rows.Select(row => columns.Zip(row).ToDictionary(pair => pair.First.Field.Name, pair => pair.Second)),
        ];
        ExprGenerator exprs = new(_dice, _values, columns, named);
        IReadOnlyList<string> groups = _dice.Some(GroupNames, _dice.Between(2, 4));
        RuleSetGenerator ruleSets = new(_dice, _values, columns, groups, exprs);
        return new PolicyCase
        {
            Seed = _seed,
            Fields = [.. columns.Select(column => column.Field)],
            Rows = rows,
            RuleSets = [.. Enumerable.Range(1, _dice.OneIn(10) ? 2 : 1).Select(number =>
                ruleSets.Generate(string.Create(CultureInfo.InvariantCulture, $"view_{number}")))],
            AsText = _dice.OneIn(3),
            Now = _now,
        };
    }

    private List<SourceColumn> Columns()
    {
        // Platforms that ignore case hold names to be one that others tell apart.
        HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
        List<SourceColumn> columns = [];
        int count = _dice.Between(2, 9);
        while (columns.Count < count)
        {
            string name = _dice.Pick(_dice.OneIn(3) ? OddNames : PlainNames);
            if (used.Add(name))
            {
                ColumnType type = Type();
                bool tame = type.Kind.IsNumber() && _dice.OneIn(3);
                // Few values, so that there are partitions and equal ones; in half of the columns more; in some only NULL.
                int different = _dice.OneIn(20) ? 0 : _dice.OneIn(2) ? _dice.Between(1, 4) : _dice.Between(5, 20);
                IReadOnlyList<object> pool = type.Kind.IsText() ? _values.TextPool(type, different) : Dice.List(different, () => _values.Value(type, tame));
                columns.Add(new SourceColumn(new CaseField(name, type, Spelling(type)), pool, tame));
            }
        }

        return columns;
    }

    private ColumnType Type() => _dice.Below(15) switch
    {
        0 => ColumnType.Of(Kind.SmallInt),
        1 or 2 => ColumnType.Of(Kind.Integer),
        3 => ColumnType.Of(Kind.BigInt),
        4 => ColumnType.Of(Kind.Numeric),
        5 => Numeric(),
        6 => ColumnType.Of(Kind.Double),
        7 or 8 or 9 => ColumnType.Of(Kind.Text),
        10 => _dice.OneIn(3) ? ColumnType.Of(Kind.VarChar) : new ColumnType(Kind.VarChar, _dice.Pick([1, 3, 10, 50])),
        11 => ColumnType.Of(Kind.Boolean),
        12 => ColumnType.Of(Kind.Date),
        13 => ColumnType.Of(Kind.Timestamp),
        _ => ColumnType.Of(Kind.Instant),
    };

    private ColumnType Numeric()
    {
        int precision = _dice.Pick([1, 4, 10, 18, 28]);
        return new ColumnType(Kind.Numeric, precision, _dice.Pick([0, 2, precision / 2, precision]) is int scale && scale <= precision ? scale : 0);
    }

    // Types have more than one name, and case does not count.
    private string Spelling(ColumnType type)
    {
        string name = type.Kind switch
        {
            Kind.SmallInt => _dice.Pick(["smallint", "int2"]),
            Kind.Integer => _dice.Pick(["integer", "int", "int4", "INTEGER"]),
            Kind.BigInt => _dice.Pick(["bigint", "int8"]),
            Kind.Numeric => type.ToString().Replace("numeric", _dice.Pick(["numeric", "decimal", "NUMERIC"]), StringComparison.Ordinal),
            Kind.Double => _dice.Pick(["double precision", "float8", "double"]),
            Kind.VarChar => type.ToString().Replace("varchar", _dice.Pick(["varchar", "character varying"]), StringComparison.Ordinal),
            Kind.Boolean => _dice.Pick(["boolean", "bool"]),
            Kind.Timestamp => _dice.Pick(["timestamp", "timestamp without time zone"]),
            Kind.Instant => _dice.Pick(["timestamptz", "timestamp with time zone"]),
            _ => type.ToString(),
        };
        return name;
    }
}
