using System.Globalization;
using System.Numerics;
using FsCheck.Fluent;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>What is written is what is read, and nothing that is written makes the reader fall over.</summary>
public class PortablePropertyTests
{
    private static readonly SqlType Boolean = SqlType.Of(SqlTypeKind.Boolean);

    private static readonly SqlTypeKind[] Kinds =
        [SqlTypeKind.SmallInt, SqlTypeKind.Integer, SqlTypeKind.BigInt, SqlTypeKind.Numeric, SqlTypeKind.Double, SqlTypeKind.Text, SqlTypeKind.Date, SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz];

    [Fact]
    public void A_tree_that_is_printed_is_read_as_the_same_tree() => Property.Holds(
        Gen.Choose(0, int.MaxValue - 1),
        seed =>
        {
            PortableExpression tree = Truth(new Random(seed), 5);
            string text = Print(tree);
            Assert.True(tree.Equals(PortableSample.Read(text, condition: true)), text);
        },
        count: 2000);

    [Fact]
    public void A_part_of_an_expression_is_read_or_refused_with_a_reason() => Property.Holds(
        Gen.Choose(0, int.MaxValue - 1),
        seed =>
        {
            Random random = new(seed);
            IReadOnlyList<SqlToken> tokens = SqlExpressionScanner.Tokenize(new RandomSql(seed).Expression(3), SqlLexicalRules.Postgres);
            string[] words = [.. tokens.Select(token => token.Text).Where(_ => random.Next(8) > 0)];
            random.Shuffle(words.AsSpan(0, Math.Min(words.Length, random.Next(6))));
            _ = PortableSample.Problems(string.Join(' ', words), condition: random.Next(2) == 0);
        },
        count: 3000);

    [Fact]
    public void Every_problem_stands_within_the_text() => Property.Holds(
        Gen.Choose(0, int.MaxValue - 1),
        seed =>
        {
            string text = new RandomSql(seed).Expression(2) + " and lower(v) ~ t::int [1]";
            Assert.All(PortableSample.Problems(text), problem => Assert.InRange(problem.Offset + problem.Length, problem.Offset, text.Length));
        },
        count: 500);

    private static PortableExpression Truth(Random random, int depth)
    {
        SqlTypeKind kind = Pick(random, Kinds);
        return random.Next(depth <= 0 ? 2 : 12) switch
        {
            0 => new PortableColumn(7, "f", Boolean),
            1 => new PortableLiteral(random.Next(2) == 0, Boolean),
            2 or 3 => new PortableLogic(Truth(random, depth - 1), random.Next(2) == 0, Truth(random, depth - 1)),
            4 => new PortableNot(Truth(random, depth - 1)),
            5 => new PortableIs(Truth(random, depth - 1), Pick<bool?>(random, true, false, null), random.Next(2) == 0),
            6 => new PortableIs(Value(random, kind, depth - 1), null, random.Next(2) == 0),
            7 => new PortableIn(Value(random, kind, depth - 1), Items(random, kind), random.Next(2) == 0),
            8 => new PortableLike(
                Value(random, SqlTypeKind.Text, depth - 1), Value(random, SqlTypeKind.Text, depth - 1), Pick(random, "\\", "!", ""), random.Next(2) == 0),
            9 => Choice(random, Boolean, () => Truth(random, depth - 1), depth),
            _ => new PortableComparison(
                Value(random, kind, depth - 1), Pick(random, Enum.GetValues<ComparisonOperator>()), random.Next(3) == 0 ? Wider(random, kind, depth) : Value(random, kind, depth - 1)),
        };
    }

    // Columns stand after constants in a list, whose order means nothing.
    private static ValueList<PortableExpression> Items(Random random, SqlTypeKind kind) =>
        Enumerable.Range(0, random.Next(3)).Select(_ => (PortableExpression?)Literal(random, kind) ?? Column(kind))
            .Append(Column(kind)).ToValueList();

    // A narrower value beside one of a type, which has to be more than a constant: those are converted at once.
    private static PortableExpression Wider(Random random, SqlTypeKind kind, int depth)
    {
        SqlTypeKind[] narrower = [.. Kinds.Where(other => other < kind && PortableKinds.Common(other, kind) == kind && kind != SqlTypeKind.TimestampTz)];
        return narrower.Length == 0 ? Value(random, kind, depth - 1) : new PortableConvert(Column(Pick(random, narrower)), SqlType.Of(kind));
    }

    private static PortableExpression Value(Random random, SqlTypeKind kind, int depth)
    {
        SqlType type = SqlType.Of(kind);
        bool number = PortableKinds.IsNumber(kind);
        return random.Next(depth <= 0 ? 2 : 7) switch
        {
            0 => Column(kind),
            1 when Literal(random, kind) is { } literal => literal,
            1 => Column(kind),
            2 when number => new PortableArithmetic(Value(random, kind, depth - 1), Pick(random, '+', '-', '*'), Value(random, kind, depth - 1), type),
            3 when number => new PortableNegate(Column(kind)),
            2 or 3 when kind == SqlTypeKind.Text => new PortableConcat(Value(random, kind, depth - 1), Value(random, kind, depth - 1)),
            4 => new PortableCoalesce([Value(random, kind, depth - 1), Column(kind)], type),
            _ => Choice(random, type, () => Value(random, kind, depth - 1), depth),
        };
    }

    private static PortableCase Choice(Random random, SqlType type, Func<PortableExpression> value, int depth) => new(
        Enumerable.Range(0, random.Next(1, 3)).Select(_ => (Truth(random, depth - 1), value())).ToValueList(),
        random.Next(3) == 0 ? new PortableLiteral(null, type) : value(), type);

    private static PortableColumn Column(SqlTypeKind kind)
    {
        int at = PortableSample.Fields.ToList().FindIndex(field =>
            SqlType.TryParse(field.Type, out SqlType type) && type.Kind == kind);
        return new PortableColumn(at, PortableSample.Fields[at].Name, SqlType.Of(kind));
    }

    // None of smallint and double precision: there is no such constant without a neighbour.
    private static PortableLiteral? Literal(Random random, SqlTypeKind kind)
    {
        object? value = kind switch
        {
            SqlTypeKind.Integer => (long)random.Next(int.MinValue, int.MaxValue),
            SqlTypeKind.BigInt => (random.Next(2) == 0 ? -1 : 1) * random.NextInt64(1L << 32, long.MaxValue),
            SqlTypeKind.Numeric => new Numeric(new BigInteger(random.NextInt64()) * random.Next(-9, 9), random.Next(1, 9)),
            SqlTypeKind.Text => Pick(random, "", "a", "it's", "%_", "B\\b", "\u00e9", "\ud83d\ude00", "null"),
            SqlTypeKind.Date => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
            SqlTypeKind.Timestamp => Time(random),
            SqlTypeKind.TimestampTz => new DateTimeOffset(Time(random), TimeSpan.Zero),
            _ => null,
        };

        return value is null ? null : new PortableLiteral(value, SqlType.Of(kind));
    }

    private static DateTime Time(Random random) => new(random.NextInt64(DateTime.MaxValue.Ticks / 10) * 10);

    private static string Print(PortableExpression expression) => expression switch
    {
        PortableColumn column => column.Name,
        PortableLiteral { Value: null } => "null",
        PortableLiteral literal => Text(literal.Value),
        PortableComparison comparison => $"({Print(comparison.Left)} {PortablePrinter.Operator(comparison.Operator)} {Print(comparison.Right)})",
        PortableLogic logic => $"({Print(logic.Left)} {(logic.IsAnd ? "and" : "or")} {Print(logic.Right)})",
        PortableNot not => $"(not {Print(not.Operand)})",
        PortableIs { Value: null, Operand.Type.Kind: SqlTypeKind.Boolean } asked => $"({Print(asked.Operand)} is {Not(asked.Negated)}unknown)",
        PortableIs asked => $"({Print(asked.Operand)} is {Not(asked.Negated)}{asked.Value?.ToString() ?? "null"})",
        PortableIn list => $"({Print(list.Operand)} {Not(list.Negated)}in ({string.Join(", ", list.Items.Select(Print))}))",
        PortableLike like => $"({Print(like.Operand)} {Not(like.Negated)}like {Print(like.Pattern)}{(like.Escape == "\\" ? "" : $" escape '{like.Escape}'")})",
        PortableCase choice => $"case {string.Concat(choice.Branches.Select(branch => $"when {Print(branch.When)} then {Print(branch.Then)} "))}else {Print(choice.Else)} end",
        PortableCoalesce coalesce => $"COALESCE({string.Join(",", coalesce.Items.Select(Print))})",
        PortableArithmetic arithmetic => $"({Print(arithmetic.Left)} {arithmetic.Operator} {Print(arithmetic.Right)})",
        PortableNegate negate => $"(-{Print(negate.Operand)})",
        PortableConcat concat => $"({Print(concat.Left)}||{Print(concat.Right)})",
        PortableConvert convert => Print(convert.Operand),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static string Text(object value) => value switch
    {
        Numeric number => number.ToString(),
        bool truth => truth ? "TRUE" : "False",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        DateOnly date => $"date '{date:yyyy-MM-dd}'",
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"timestamp '{time:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        DateTimeOffset instant => string.Create(CultureInfo.InvariantCulture, $"timestamptz '{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z'"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Not(bool negated) => negated ? "not " : "";

    private static T Pick<T>(Random random, params T[] items) => items[random.Next(items.Length)];
}
