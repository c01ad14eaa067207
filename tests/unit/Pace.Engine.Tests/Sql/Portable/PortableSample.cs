using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>A source with a column of each type, and the same as a table of PostgreSQL.</summary>
internal static class PortableSample
{
    /// <summary>Makes the table, with rows for equal, less, greater and NULL, and the values at the types' ends.</summary>
    public const string Table = """
        create temp table sample(
            row_number serial, s smallint, i integer, b bigint, n numeric(12,3), d double precision, t text, v varchar(20), f boolean,
            dt date, ts timestamp, tz timestamptz, c char(3), r real, j json, u uuid, x text, "Mixed Case" text, "order" integer);
        insert into sample(s, i, b, n, d, t, v, f, dt, ts, tz, "Mixed Case", "order") values
            (1, 2, 3, 1.500, 0.5, 'a', 'a%', true, '2024-01-31', '2024-01-31 00:00', '2024-01-31 00:00Z', 'A', 1),
            (-32768, -2147483648, -9223372036854775808, -1, -1e300, '', 'B_', false, '0001-01-01', '9999-12-31 23:59:59.999999', '1970-01-01 00:00Z', null, null),
            (32767, 2147483647, 9223372036854775807, 999999999.999, 1e300, 'a\b%', E'\u00e9', null, '2024-02-29', '2024-01-31 12:00', '2024-01-31 12:00Z', '', 0),
            (null, 0, null, 0.000, 0, null, null, true, null, null, null, 'b', 2),
            (0, null, 0, null, null, 'B', 'aB', false, '2024-01-30', '2024-02-01 00:00', '2024-02-01 00:00Z', 'a', 3);
        """;

    public const int Rows = 5;

    public static ValueList<Field> Fields { get; } =
    [
        Column("s", "smallint"), Column("i", "integer"), Column("b", "bigint"), Column("n", "numeric(12,3)"), Column("d", "double precision"),
        Column("t", "text"), Column("v", "varchar(20)"), Column("f", "boolean"), Column("dt", "date"), Column("ts", "timestamp"), Column("tz", "timestamptz"),
        Column("c", "char(3)"), Column("r", "real"), Column("j", "json"), Column("u", "uuid"), Column("x", ""),
        Column("Mixed Case", "text"), Column("order", "integer"),
    ];

    /// <summary>The expression of a text that has to be portable.</summary>
    public static PortableExpression Read(string text, bool condition = false, SqlLexicalRules? rules = null)
    {
        bool good = PortableReader.TryRead(text, Fields, rules ?? SqlLexicalRules.Postgres, condition, out PortableExpression expression, out IReadOnlyList<SqlProblem> problems);
        Assert.True(good, $"{text}: {string.Join("; ", problems)}");
        return expression;
    }

    /// <summary>The problems of a text.</summary>
    public static IReadOnlyList<SqlProblem> Problems(string text, bool condition = false, SqlLexicalRules? rules = null)
    {
        bool good = PortableReader.TryRead(text, Fields, rules ?? SqlLexicalRules.Postgres, condition, out _, out IReadOnlyList<SqlProblem> problems);
        Assert.Equal(good, problems.Count == 0);
        return problems;
    }

    private static Field Column(string name, string type) => new() { NameParts = [name], Type = type };
}
