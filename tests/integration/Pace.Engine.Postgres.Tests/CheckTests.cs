using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Postgres;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class CheckTests : PostgresTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task A_policy_that_fits_the_platform_has_no_problems_before_and_after_it_is_applied()
    {
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));

        Assert.Empty(await Check(request));
        await Platform().ApplyAsync(request, None);
        Assert.Empty(await Check(request));
        Assert.Empty(await Rows(null, "select 1 from pg_stat_activity where state like 'idle in%' and datname = current_database()"));
    }

    [PostgresFact]
    public async Task Groups_that_are_not_there_are_told_with_the_name_that_was_meant()
    {
        await Sql("select 1 /* %marketing% */");
        ApplyRequest request = await Request(Masked("public.demo_view", "Marketing", "unheard_of", "marketing"));
        await Sql("drop role %Marketing%; drop role %unheard_of%");

        IReadOnlyList<Diagnostic> problems = await Check(request);

        Assert.Equal([DiagnosticCodes.GroupNotFound, DiagnosticCodes.GroupNotFound], problems.Select(problem => problem.Code));
        Assert.Equal($"did you mean '{Role("marketing")}'?", problems[0].Hint);
        Assert.Equal("rule_sets[0].field_transforms[0].transforms[0].principals[0]", problems[0].Path);
        Assert.Equal("rule_sets[0].field_transforms[0].transforms[0].principals[1]", problems[1].Path);
        Assert.NotNull(problems[0].Position);
    }

    [PostgresFact]
    public async Task A_role_that_can_log_in_is_no_group()
    {
        Diagnostic problem = Assert.Single(await Check(await Request(Masked("public.demo_view", "pace"))));

        Assert.Equal(DiagnosticCodes.GroupNotFound, problem.Code);
        Assert.Contains("can log in", problem.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Words_that_stand_for_everybody_are_no_groups_and_never_get_into_sql()
    {
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));
        foreach (string word in new[] { "public", "none" })
        {
            CompiledView view = request.Compiled.Views[0] with { Groups = [word] };
            ApplyRequest wrong = request with { Compiled = request.Compiled with { Views = [view] } };

            PaceException error = await Refused(() => Platform().ApplyAsync(wrong, None), PaceErrorKind.PolicyInvalid);
            Assert.Contains($"'{word}'", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await Rows(null, "select 1 from pg_views where viewname = 'demo_view'"));
    }

    [PostgresFact]
    public async Task A_source_that_is_not_there_is_told_with_the_name_that_was_meant()
    {
        Diagnostic problem = Assert.Single(await Check(await Request(Masked("public.demo_view", "marketing"), source: "public.Demo")));

        Assert.Equal(DiagnosticCodes.SourceNotFound, problem.Code);
        Assert.Equal("did you mean 'public.demo'?", problem.Hint);
        Assert.Equal("demo.yaml", problem.File);
        Assert.Equal(5, problem.Position?.Line);
    }

    [PostgresFact]
    public async Task Columns_are_compared_letter_by_letter()
    {
        ApplyRequest request = await Request(
            "- target: {ref: {integration_fqn: public.demo_view}}", fields: "ID bigint, emial text, age integer");

        IReadOnlyList<Diagnostic> problems = await Check(request);

        Assert.Equal(
            [DiagnosticCodes.ColumnNotCovered, DiagnosticCodes.ColumnNotFound, DiagnosticCodes.ColumnNotFound],
            problems.Select(problem => problem.Code));
        Assert.Contains("'id', 'email', 'brand'", problems[0].Message, StringComparison.Ordinal);
        Assert.Equal("did you mean 'id'?", problems[1].Hint);
        Assert.Equal("did you mean 'email'?", problems[2].Hint);
        Assert.Equal("source.fields[1].name_parts", problems[2].Path);
    }

    [PostgresFact]
    public async Task Types_of_another_kind_are_a_warning_and_other_spellings_are_none()
    {
        await SqlAs("pace", """
            create type public.mood as enum ('sad'); create domain public.mail as text;
            create table public.kinds (a text, b bigint, c varchar(5), d numeric(10,2), e public.mood, f public.mail, g int[]);
            """);
        const string Rules = "- target: {ref: {integration_fqn: public.kinds_view}}";

        Assert.Empty(await Check(await Request(
            Rules, fields: "a varchar, b int8, c string, d decimal, e mood, f varchar, g integer[]", source: "public.kinds")));
        IReadOnlyList<Diagnostic> problems = await Check(await Request(
            Rules, fields: "a integer, b integer, c date, d float8, e moods, f uuid, g text[]", source: "public.kinds"));
        Assert.Equal(7, problems.Count);
        Assert.All(problems, problem => Assert.Equal(DiagnosticCodes.ColumnTypeDiffers, problem.Code));
        Assert.Equal("write type: text", problems[0].Hint);
    }

    [PostgresFact]
    public async Task A_retention_field_of_another_type_is_an_error_because_the_limit_would_be_another()
    {
        await SqlAs("pace", "create table public.events (at timestamptz, day date)");
        const string Rules =
            """
            - target: {ref: {integration_fqn: public.events_view}}
              filters:
                - retention_filter: {field: {name_parts: [at]}, conditions: [{period: {days: 5}}]}
            """;

        Diagnostic problem = Assert.Single(await Check(await Request(Rules, fields: "at timestamp, day date", source: "public.events")));

        Assert.Equal(DiagnosticCodes.RetentionTypeDiffers, problem.Code);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.Equal("write type: timestamp with time zone", problem.Hint);
    }

    [PostgresFact]
    public async Task A_regular_expression_is_for_columns_of_text_whose_look_no_session_decides()
    {
        await SqlAs("pace", "create domain public.birthday as date; create domain public.mail as text; "
            + "create table public.people (born date, day public.birthday, mail public.mail)");
        string rules = "- target: {ref: {integration_fqn: public.people_view}}\n  field_transforms:\n"
            + string.Concat(new[] { "born", "day", "mail" }.Select(field =>
                $"  - field: {{name_parts: [{field}]}}\n    transforms:\n    - regexp: {{regexp: '[0-9]{{4}}-', replacement: '****-'}}\n"));
        ApplyRequest request = await Request(rules, fields: "born varchar, day public.birthday, mail public.mail", source: "public.people");

        IReadOnlyList<Diagnostic> problems = await Check(request);

        Assert.Equal(
            ["source.fields[0].type", "source.fields[1].type"],
            problems.Where(problem => problem.Code == DiagnosticCodes.NotText).Select(problem => problem.Path));
    }

    [PostgresFact]
    public async Task What_the_server_says_of_the_policys_own_sql_is_told_at_the_very_place()
    {
        const string Rules =
            """
            - target: {ref: {integration_fqn: public.demo_view}}
              filters:
                - generic_filter:
                    conditions:
                      - principals: [{group: "%marketing%"}]
                        condition: "brand = '𝄞' and agee > 18"
                      - condition: "age > 'x'"
              field_transforms:
                - field: {name_parts: [brand]}
                  transforms:
                    - sql_statement: {statement: "upper(brand, 1)"}
            """;
        ApplyRequest request = await Request(Rules);

        IReadOnlyList<Diagnostic> problems = await Check(request);

        Assert.Equal(3, problems.Count);
        Assert.All(problems, problem => Assert.Equal(DiagnosticCodes.RefusedByPlatform, problem.Code));
        Assert.Contains("column \"agee\" does not exist", problems[0].Message, StringComparison.Ordinal);
        string line = request.Policy.Origin!.Text!.Split('\n')[problems[0].Position!.Value.Line - 1];
        Assert.Equal(line.IndexOf("agee", StringComparison.Ordinal) + 1, problems[0].Position!.Value.Column);
        Assert.Equal(4, problems[0].Position!.Value.Length);
        Assert.Contains("invalid input syntax for type integer", problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("upper(", problems[2].Message, StringComparison.Ordinal);
        Assert.StartsWith("rule_sets[0].field_transforms[0].transforms[0]", problems[2].Path, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task What_the_server_says_of_the_rest_of_the_query_is_told_of_the_rule_set()
    {
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));
        CompiledView view = request.Compiled.Views[0] with { Query = "select nope from public.demo" };
        ApplyRequest wrong = request with { Compiled = request.Compiled with { Views = [view] } };

        Diagnostic problem = Assert.Single(await Check(wrong));

        Assert.Equal(DiagnosticCodes.RefusedByPlatform, problem.Code);
        Assert.Equal("rule_sets[0]", problem.Path);
    }

    [PostgresFact]
    public async Task A_name_that_is_taken_is_told()
    {
        await SqlAs("pace", "create view public.demo_view as select 1 as x; create table public.demo_table (x int)");

        Diagnostic view = Assert.Single(await Check(await Request(Masked("public.demo_view", "marketing"))));
        Diagnostic table = Assert.Single(await Check(await Request(Masked("public.demo_table", "marketing"))));

        Assert.Equal(DiagnosticCodes.TargetTaken, view.Code);
        Assert.Equal("rule_sets[0].target.ref.integration_fqn", view.Path);
        Assert.Equal(DiagnosticCodes.TargetTaken, table.Code);
        Assert.Equal("give the view another name", table.Hint);
    }

    [PostgresFact]
    public async Task Rights_that_apply_would_lack_are_told()
    {
        await Sql("create schema closed; create table closed.t (id bigint, email text); grant usage on schema closed to %pace%");
        ApplyRequest request = await Request(Masked("closed.v", "marketing"), fields: "id bigint, email text", source: "closed.t");

        IReadOnlyList<Diagnostic> problems = await Check(request);

        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.Equal(DiagnosticCodes.RefusedByPlatform, problem.Code));
        Assert.Contains("may not select 'id', 'email' of 'closed.t'", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("may not create views in schema 'closed'", problems[1].Message, StringComparison.Ordinal);
        Diagnostic nowhere = Assert.Single(await Check(await Request(Masked("publik.v", "marketing"))));
        Assert.Equal("did you mean 'public'?", nowhere.Hint);
    }

    [PostgresFact]
    public async Task Token_tables_and_their_columns_must_be_there()
    {
        await SqlAs("pace", "create table public.tokens (token text, value text)");
        static string Rules(string table, string token, string value) =>
            $$"""
            - target: {ref: {integration_fqn: public.demo_view} }
              field_transforms:
                - field: {name_parts: [email]}
                  transforms:
                    - detokenize:
                        token_source_ref: {{table}}
                        token_field: {name_parts: [{{token}}]}
                        value_field: {name_parts: [{{value}}]}
            """;

        Assert.Empty(await Check(await Request(Rules("public.tokens", "token", "value"))));
        Diagnostic table = Assert.Single(await Check(await Request(Rules("public.token", "token", "value"))));
        Assert.Equal(DiagnosticCodes.TokenSourceNotFound, table.Code);
        Assert.Equal("did you mean 'public.tokens'?", table.Hint);
        Diagnostic column = Assert.Single(await Check(await Request(Rules("public.tokens", "token", "Value"))));
        Assert.Equal(DiagnosticCodes.TokenSourceNotFound, column.Code);
        Assert.Equal("did you mean 'value'?", column.Hint);
        await Sql("create table public.closed (token text, value text)");
        Diagnostic closed = Assert.Single(await Check(await Request(Rules("public.closed", "token", "value"))));
        Assert.Equal(DiagnosticCodes.RefusedByPlatform, closed.Code);
    }

    [PostgresFact]
    public async Task A_regular_expression_that_only_the_server_refuses_is_told_before_a_query_runs()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(TestServer.ConnectionString!);
        await using PostgresSession session = new(source, new PostgresEndpoint("pg", "", 0, "", ""));
        DiagnosticBag problems = new(null);

        await PostgresPatternCheck.CheckAsync(session, "^a+$", "good", problems, None);
        await PostgresPatternCheck.CheckAsync(session, "a{300}", "bad", problems, None);

        Diagnostic problem = Assert.Single(problems.Items);
        Assert.Equal(DiagnosticCodes.RefusedByPlatform, problem.Code);
        Assert.Equal("bad", problem.Path);
        Assert.Contains("invalid regular expression", problem.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Diagnostic>> Check(ApplyRequest request) =>
        Platform().CheckAsync(request.Policy, request.Compiled, None);
}
