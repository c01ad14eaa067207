using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Tests.Sql.Portable;

public class PortableReaderTests
{
    private static readonly DataPolicy Policy = PolicyReader.ReadFile(Path.Combine(PortableFixtures.Folder, "fields.yaml")).Policy!;

    public static TheoryData<string, string> Inside => PortableFixtures.Read("inside.txt");

    public static TheoryData<string, string> Outside => PortableFixtures.Read("outside.txt");

    [Theory]
    [MemberData(nameof(Inside))]
    public void An_expression_of_the_subset_has_the_type_that_PostgreSql_gives_it(string type, string text)
    {
        bool condition = type == "boolean";
        bool read = PortableReader.TryRead(
            text, Policy.Source!.Fields, SqlLexicalRules.Postgres, condition, out PortableExpression expression, out IReadOnlyList<SqlProblem> problems);
        Assert.Empty(problems);
        Assert.True(read);
        Assert.Equal(type, PortableKinds.Name(expression.Type.Kind));
        Assert.Empty(expression.Type.Arguments);
    }

    [Theory]
    [MemberData(nameof(Outside))]
    public void What_stands_outside_is_an_error_that_names_the_construct_and_offers_the_real_platform(string words, string text)
    {
        Diagnostic[] found = Check(text.TrimStart('~', ' '), condition: !text.StartsWith('~'));
        Diagnostic named = Assert.Single(found.Take(1));
        Assert.All(found, problem => Assert.Equal("PACE0210", problem.Code.Id));
        Assert.Contains(found, problem => problem.Message.Contains(words.TrimStart('!', ' '), StringComparison.Ordinal));
        Assert.Contains("-On", named.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_fifty_constructs_outside() => Assert.True(Outside.Count >= 50);

    [Fact]
    public void All_that_stands_outside_is_told_at_once()
    {
        Diagnostic[] found = Check("lower(name) = 'a' and note ilike 'b' and (age / 2 > 1 or amont > 1)");
        Assert.Equal(4, found.Length);
    }

    [Fact]
    public void A_problem_is_told_with_its_place_in_the_expression() =>
        Assert.Contains("character 13:", Assert.Single(Check("age > 1 and lower(name) = 'a'")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Age > 17", true)]
    [InlineData("\"AGE\" > 17 and [age] > `Age`", true)]
    [InlineData("\"agee\" > 17", false)]
    public void Case_does_not_count_in_names_where_the_platform_does_not_count_it(string text, bool expected) =>
        Assert.Equal(expected, PortableReader.TryRead(text, Policy.Source!.Fields, SqlLexicalRules.Sqlite, condition: true, out _, out _));

    [Fact]
    public void An_unquoted_name_is_a_lower_case_one_where_the_platform_folds()
    {
        ValueList<Field> fields = [new Field { NameParts = ["Age"], Type = "integer" }];
        Assert.False(PortableReader.TryRead("Age > 17", fields, SqlLexicalRules.Postgres, condition: true, out _, out IReadOnlyList<SqlProblem> problems));
        Assert.Contains("\"Age\"", Assert.Single(problems).Hint, StringComparison.Ordinal);
        Assert.True(PortableReader.TryRead("\"Age\" > 17", fields, SqlLexicalRules.Postgres, condition: true, out _, out _));
    }

    [Fact]
    public void Depth_is_an_error_and_no_end_of_the_process()
    {
        foreach (string text in (string[])
            [
                new string('(', 5_000) + "1" + new string(')', 5_000),
                string.Concat(Enumerable.Repeat("not ", 5_000)) + "active",
                string.Join(" + ", Enumerable.Repeat("1", 5_000)) + " > 1",
                string.Concat(Enumerable.Repeat("- ", 5_000)) + "1 > 1",
                string.Concat(Enumerable.Repeat("case when active then ", 2_000)),
                string.Concat(Enumerable.Repeat("age in (", 5_000)) + "1" + new string(')', 5_000),
                string.Concat(Enumerable.Repeat("lower(", 5_000)) + "name" + new string(')', 5_000),
                "tags" + string.Concat(Enumerable.Repeat("[age", 5_000)) + new string(']', 5_000),
            ])
        {
            Assert.False(PortableReader.TryRead(
                text, Policy.Source!.Fields, SqlLexicalRules.Postgres, condition: true, out _, out IReadOnlyList<SqlProblem> problems));
            Assert.NotEmpty(problems);
        }
    }

    [Fact]
    public void A_column_that_is_not_computed_with_can_be_asked_for_NULL_and_for_nothing_else()
    {
        Assert.IsType<PortableColumn>(Assert.IsType<PortableIs>(Read("key is not null")).Operand);
        Assert.IsType<PortableIs>(Read("data is not distinct from null"));
        Assert.NotEmpty(Check("data is not distinct from data"));
        Assert.NotEmpty(Check("coalesce(key, key) is null"));
    }

    [Fact]
    public void Signs_belong_to_the_operator_before_them_only_where_it_is_none_of_SQL()
    {
        Assert.Equal(Read("age = (-1)"), Read("age=-1"));
        Assert.Equal(Read("age * (-1) > (+1)"), Read("age*-1>+1"));
        Assert.Contains("||-", Assert.Single(Check("name||-1 = 'a'")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not age = 1", "not (age = 1)")]
    [InlineData("age = 1 is null", "(age = 1) is null")]
    [InlineData("age + 1 * 2 = 3 and active or not active", "(((age + (1 * 2)) = 3) and active) or (not active)")]
    [InlineData("name = note || 'a'", "name = (note || 'a')")]
    [InlineData("name like 'a' || note", "name like ('a' || note)")]
    [InlineData("active = age in (1, 2)", "active = (age in (1, 2))")]
    [InlineData("age between 1 and 2 and active", "(age between 1 and 2) and active")]
    [InlineData("active is distinct from age = 1", "active is distinct from (age = 1)")]
    [InlineData("- age * 2 > 1", "((- age) * 2) > 1")]
    public void Operators_bind_as_on_PostgreSQL(string text, string bracketed) => Assert.Equal(Read(bracketed), Read(text));

    private static PortableExpression Read(string text)
    {
        Assert.True(PortableReader.TryRead(
            text, Policy.Source!.Fields, SqlLexicalRules.Postgres, condition: true, out PortableExpression expression, out IReadOnlyList<SqlProblem> problems),
            string.Join("; ", problems));
        return expression;
    }

    [Fact]
    public void Hundreds_of_alternatives_make_no_deep_tree()
    {
        string text = string.Join(" or ", Enumerable.Range(0, 5_000).Select(number => $"age = {number}"));
        Assert.True(PortableReader.TryRead(
            text, Policy.Source!.Fields, SqlLexicalRules.Postgres, condition: true, out PortableExpression expression, out _));
        Assert.InRange(Depth(expression), 1, 20);
    }

    private static int Depth(PortableExpression expression) =>
        expression is PortableLogic logic ? 1 + Math.Max(Depth(logic.Left), Depth(logic.Right)) : 1;

    [Fact]
    public void Any_sequence_of_words_is_read_or_refused_with_a_reason()
    {
        string[] words =
            ["age", "name", "active", "born", "1", "2.5", "'a'", "''", "null", "true", "(", ")", ",", "=", "<", "-", "+", "*", "/", "||", "::",
                "and", "or", "not", "in", "is", "between", "like", "escape", "case", "when", "then", "else", "end", "coalesce", "nullif", "distinct",
                "from", "any", "date", "lower", "[", "]", ".", "collate", "at", "time", "zone", "~", "interval", "array", "over", "filter"];
        Gen<string> texts = Gen.ListOf(Gen.Elements(words)).Select(list => string.Join(' ', list));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            bool read = PortableReader.TryRead(
                text, Policy.Source!.Fields, SqlLexicalRules.Postgres, condition: true, out PortableExpression expression, out IReadOnlyList<SqlProblem> problems);
            return read == (expression is not null) && read == (problems.Count == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static Diagnostic[] Check(string text, bool condition = true)
    {
        RuleSet ruleSet = condition
            ? Policy.RuleSets[0] with { Filters = [new GenericFilter { Conditions = [new GenericCondition { Condition = text }] }] }
            : Policy.RuleSets[0] with
            {
                FieldTransforms =
                [
                    new FieldTransform
                    {
                        Field = Policy.Source!.Fields[0],
                        Transforms = [new Transform { Action = new SqlStatementTransform { Statement = text } }],
                    },
                ],
            };
        DiagnosticBag bag = new(null);
        PortableRules.Check(Policy with { RuleSets = [ruleSet] }, SqlLexicalRules.Postgres, bag);
        return [.. bag.Items];
    }
}
