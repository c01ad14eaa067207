using System.Globalization;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Tree;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Evaluation.Values;

/// <summary>What is computed in memory is what the SQL computes on the server that Pace writes for it.</summary>
public class KernelServerTests
{
    private const int Cases = 300;

    private readonly Numbers _numbers = new(Environment.TickCount);

    [PostgresTheory]
    [InlineData("numeric")]
    [InlineData("bigint")]
    [InlineData("double precision")]
    public async Task Rounding_is_what_the_view_does(string type)
    {
        List<(string, string?[], string?)> cases = [];
        for (int at = 0; at < Cases; at++)
        {
            RoundingKind kind = _numbers.OneOf(RoundingKind.Floor, RoundingKind.Ceil, RoundingKind.Round, RoundingKind.Round);
            decimal? divisor = kind == RoundingKind.Round && _numbers.Next(0, 1) == 0 ? null : _numbers.OneOf(1m, 0.05m, 5m, 0.3m, 100m, 7m, 0.010m, 1000000000000m);
            NumericRoundingTransform rounding = new() { Rounding = kind, Precision = _numbers.Next(-6, 6), Divisor = divisor };
            object value = Value(type);
            cases.Add((
                Sql(type, (dialect, column, sqlType) => dialect.Round(column, sqlType, rounding)),
                [Text(value)],
                new Rounding(rounding).Apply(NumericCast.ToNumeric(value)).ToString()));
        }

        await ServerExpressions.AssertSame(cases);
    }

    [PostgresTheory]
    [InlineData("numeric")]
    [InlineData("integer")]
    [InlineData("bigint")]
    [InlineData("double precision")]
    [InlineData("text")]
    public async Task A_hash_is_what_the_view_shows(string type)
    {
        List<(string, string?[], string?)> cases = [];
        for (int at = 0; at < Cases; at++)
        {
            long seed = _numbers.OneOf(0, 1, -1, 1234567890123, long.MinValue, long.MaxValue);
            object value = type == "text" ? Texts(0) : Value(type);
            cases.Add((
                Sql(type, (dialect, column, sqlType) => dialect.Hash(column, sqlType, seed)),
                [Text(value)],
                value is string text ? KeyedHash.OfText(seed, text) : KeyedHash.OfNumber(seed, value).ToString(CultureInfo.InvariantCulture)));
        }

        await ServerExpressions.AssertSame(cases);
    }

    [PostgresFact]
    public Task Texts_stand_in_the_order_of_collation_C() => ServerExpressions.AssertSame(
    [
        .. Enumerable.Range(0, Cases).Select(_ => new[] { Texts(0), Texts(0) }).Select(texts => (
            """case when $1[1] collate "C" < $1[2] then -1 when $1[1] collate "C" = $1[2] then 0 else 1 end""",
            (string?[])texts,
            (string?)Math.Sign(TextOrder.Compare(texts[0], texts[1])).ToString(CultureInfo.InvariantCulture))),
    ]);

    [PostgresTheory]
    [InlineData("\\")]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("%")]
    [InlineData("😀")]
    public Task Like_matches_and_complains_as_PostgreSQL_does(string escape)
    {
        string Pattern() => string.Concat(Enumerable.Range(0, _numbers.Next(0, 7)).Select(_ =>
            _numbers.OneOf("%", "%", "_", "a", "b", "é", "😀", "\\", escape, escape + "%", escape + "_", escape + escape)));
        return ServerExpressions.AssertSame(
        [
            .. Enumerable.Range(0, 3 * Cases).Select(_ => new[] { Texts(0), Pattern() }).Select(texts => (
                $"$1[1] like $1[2] escape {PostgresText.Literal(escape)}",
                (string?[])texts,
                (string?)Like(texts[0], texts[1], escape))),
        ]);
    }

    [PostgresTheory]
    [InlineData("smallint", "sum")]
    [InlineData("integer", "sum")]
    [InlineData("bigint", "sum")]
    [InlineData("numeric", "sum")]
    [InlineData("double precision", "sum")]
    [InlineData("integer", "avg")]
    [InlineData("bigint", "avg")]
    [InlineData("numeric", "avg")]
    [InlineData("double precision", "avg")]
    [InlineData("numeric", "min")]
    [InlineData("numeric", "max")]
    [InlineData("double precision", "min")]
    [InlineData("double precision", "max")]
    [InlineData("text", "min")]
    [InlineData("text", "max")]
    public async Task An_aggregate_is_what_the_view_shows(string type, string function)
    {
        Assert.True(SqlType.TryParse(type, out SqlType sqlType));
        List<(string, string?[], string?)> cases = [];
        for (int at = 0; at < Cases; at++)
        {
            AggregationTransform aggregation = new()
            {
                Aggregation = Enum.Parse<AggregationKind>(function, ignoreCase: true),
                CastTo = function == "avg" ? _numbers.OneOf("", "", "bigint", "int4", "float8", "numeric(12,2)") : "",
                Precision = function == "avg" ? _numbers.OneOf<int?>(null, null, 0, 2, -1, 12) : null,
            };
            SqlType? castTo = SqlType.TryParse(aggregation.CastTo, out SqlType cast) ? cast : null;
            object?[] values = [.. Enumerable.Range(0, _numbers.Next(0, 6)).Select(_ => _numbers.Next(0, 5) == 0 ? null : type == "text" ? Texts(0) : Value(type))];
            string expression = $"select {Sql("c", type, (dialect, column, _) => dialect.Aggregate(column, sqlType, aggregation, castTo))} from (select v::{type} collate_here as c, n from unnest($1) with ordinality as u(v, n) order by n) t limit 1";
            cases.Add((
                expression.Replace("collate_here", type == "text" ? "collate \"C\"" : "", StringComparison.Ordinal),
                [.. values.Select(value => value is null ? null : Text(value))],
                Aggregated(sqlType, aggregation, values)));
        }

        await ServerExpressions.AssertSame(cases);
    }

    private static string? Aggregated(SqlType type, AggregationTransform aggregation, object?[] values)
    {
        // Of no rows the query gives none.
        Aggregate aggregate = Aggregate.Of(type, aggregation)();
        try
        {
            foreach (object? value in values)
            {
                aggregate.Add(value);
            }

            return aggregate.Result switch { null => null, double floating => ServerExpressions.Bits(floating), { } result => Text(result) };
        }
        catch (ValueException)
        {
            return ServerExpressions.Error;
        }
    }

    private static string Like(string text, string pattern, string escape)
    {
        try
        {
            return new LikePattern(pattern, escape).IsMatch(text) ? "true" : "false";
        }
        catch (ValueException)
        {
            return ServerExpressions.Error;
        }
    }

    private static string Text(object value) => value is double floating ? FloatMath.ToText(floating) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private string Texts(int least) => string.Concat(Enumerable.Range(0, _numbers.Next(least, 6)).Select(_ => _numbers.OneOf("a", "b", "é", "\uffee", "\ue000", "😀", "%", "_", "\\", "!", "", "\n", "€")));

    private object Value(string type) => type switch
    {
        "smallint" => (long)_numbers.Next(short.MinValue, short.MaxValue),
        "integer" => _numbers.OneOf((long)_numbers.Next(-1000, 1000), int.MaxValue, int.MinValue),
        "bigint" => _numbers.OneOf(_numbers.Next(-1000, 1000), long.MaxValue, long.MinValue, 4611686018427387904),
        "numeric" => Numeric.Parse(_numbers.Plain()),
        _ => _numbers.Floating(),
    };

    private static string Sql(string type, Func<PostgresDialect, SqlExpression, SqlType, SqlExpression> make) =>
        Sql("v", type, make) is var sql ? $"select {sql} from (select $1[1]::{type} as v) t" : "";

    // The expression as the dialect writes it, cut out of a query.
    private static string Sql(string column, string type, Func<PostgresDialect, SqlExpression, SqlType, SqlExpression> make)
    {
        Assert.True(SqlType.TryParse(type, out SqlType sqlType));
        Assert.True(QualifiedName.TryParse("s.t", out QualifiedName table, out _));
        PostgresDialect dialect = new();
        string query = dialect.Write(new SelectQuery([new SelectColumn(make(dialect, new ColumnExpression(column), sqlType), "x")], table, [], [])).Text;
        int end = query.LastIndexOf("as \"x\"", StringComparison.Ordinal);
        Assert.True(end > 0, query);
        return query["select".Length..end];
    }
}
