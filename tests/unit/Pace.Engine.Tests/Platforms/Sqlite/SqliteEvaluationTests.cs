using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteEvaluationTests : IDisposable
{
    private static readonly SampleTable Sample = new(
        ["joined", "id", "email", "age", "amount", "other"],
        [["2024-02-29", "1", "ann@x.org", "17", "10.25", "?"], [null, 2, "bob@y.org", 33, 20.5, null]]);

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_in_hand_are_seen_as_each_audience_sees_them_without_any_file()
    {
        EvaluationRequest request = new(Read(SamplePolicies.Demo), [Audience.Of("administrator"), Audience.Of("marketing"), Audience.EveryoneElse])
        {
            Sample = Sample,
        };

        IReadOnlyList<EvaluatedView> views = await _folder.Embedded().EvaluateAsync(request, CancellationToken.None);

        Assert.Equal(["administrator", "marketing", "everyone else"], views.Select(view => view.Audience.ToString()));
        Assert.Equal(
            [[1, "ann@x.org", 17, 10.25m, new DateOnly(2024, 2, 29)], [2, "bob@y.org", 33, 20.50m, null]], views[0].Rows);
        Assert.Equal([[2, "****@y.org", 30, 20m, null]], views[1].Rows);
        Assert.Equal("?", Assert.Single(views[2].Rows)[1]);
        Assert.Equal(["id", "email", "age", "amount", "joined"], views[0].Columns);
        Assert.False(File.Exists(_folder.EmbeddedFile));
    }

    [Fact]
    public async Task Without_a_sample_the_first_rows_of_the_source_are_seen_and_nothing_stays()
    {
        SqlitePlatform platform = _folder.User(
            "create table t (id int, x text); insert into t values (3, 't1'), (1, 't2'), (2, 't3'); create table tokens (token text, value text); insert into tokens values ('t1', 'one')");
        byte[] before = File.ReadAllBytes(_folder.UserFile);
        EvaluationRequest request = new(Read(SamplePolicies.TokensAndAggregates), [Audience.Of("a")]) { First = 2 };

        EvaluatedView view = Assert.Single(await platform.EvaluateAsync(request, CancellationToken.None));

        Assert.Equal([[3, "one"], [1, "t2"]], view.Rows);
        Assert.Equal(before, File.ReadAllBytes(_folder.UserFile));
    }

    [Fact]
    public async Task Token_tables_in_hand_stand_for_those_of_the_file()
    {
        SqlitePlatform platform = _folder.User("create table tokens (token text, value text); insert into tokens values ('t1', 'wrong')");
        EvaluationRequest request = new(Read(SamplePolicies.TokensAndAggregates), [Audience.Of("a"), Audience.EveryoneElse])
        {
            Sample = new SampleTable(["id", "x"], [[1, "t1"], [2, "t2"], [3, null]]),
            TokenTables = new Dictionary<string, SampleTable>
            {
                ["tokens"] = new(["value", "token"], [["zwei", "t2"], [null, "t1"], ["uno", "t1"], ["one", "t1"]]),
            },
        };

        IReadOnlyList<EvaluatedView> views = await platform.EvaluateAsync(request, CancellationToken.None);

        Assert.Equal([[1, "one"], [2, "zwei"], [3, null]], views[0].Rows);
        Assert.Equal([[1, "t1"], [2, "t2"], [3, null]], views[1].Rows);
    }

    [Fact]
    public async Task What_is_wrong_with_rows_in_hand_is_told_with_its_row_and_column()
    {
        SampleTable wrong = new(Sample.Columns, [Sample.Rows[1], ["yesterday", 1, "x", 1, 1, null]]);
        SampleTable missing = new(["id", "emial", "age", "amount", "joined"], []);

        PaceException value = await Assert.ThrowsAsync<PaceException>(() => EvaluateAsync(wrong));
        PaceException column = await Assert.ThrowsAsync<PaceException>(() => EvaluateAsync(missing));

        Assert.Equal((PaceErrorKind.DataInvalid, PaceErrorKind.DataInvalid), (value.Kind, column.Kind));
        Assert.Contains("Row 2 of the sample: the value of 'joined' is no date", value.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("yesterday", value.Message, StringComparison.Ordinal);
        Assert.Contains("'email' (did you mean 'emial'?)", column.Message, StringComparison.Ordinal);

        Task EvaluateAsync(SampleTable sample) => _folder.Embedded().EvaluateAsync(
            new EvaluationRequest(Read(SamplePolicies.Demo), [Audience.EveryoneElse]) { Sample = sample }, CancellationToken.None);
    }

    [Fact]
    public async Task A_source_and_a_token_table_that_are_nowhere_are_errors()
    {
        DataPolicy policy = Read(SamplePolicies.TokensAndAggregates);

        PaceException source = await Assert.ThrowsAsync<PaceException>(
            () => _folder.Embedded().EvaluateAsync(new EvaluationRequest(policy, [Audience.EveryoneElse]), CancellationToken.None));
        PaceException tokens = await Assert.ThrowsAsync<PaceException>(
            () => _folder.Embedded().EvaluateAsync(
                new EvaluationRequest(policy, [Audience.EveryoneElse]) { Sample = new SampleTable(["id", "x"], []) }, CancellationToken.None));

        Assert.Equal((PaceErrorKind.ResourceNotFound, "t"), (source.Kind, source.Target));
        Assert.Equal((PaceErrorKind.ResourceNotFound, "tokens"), (tokens.Kind, tokens.Target));
    }

    [Fact]
    public async Task A_principal_that_the_policy_does_not_name_is_refused()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().EvaluateAsync(
            new EvaluationRequest(Read(SamplePolicies.Demo), [Audience.Of("marketng")]) { Sample = Sample }, CancellationToken.None));

        Assert.Equal(PaceErrorKind.PrincipalNotFound, error.Kind);
    }

    [Fact]
    public async Task Applied_evaluated_and_in_memory_the_same_is_seen()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync(
            "demo", ["id integer", "email text", "age smallint", "amount numeric(10,2)", "joined date"],
            Sample.Rows.Select(row => new[] { row[1], row[2], row[3], row[4], row[0] }));
        await platform.ApplyAsync(SamplePolicies.Demo);
        EvaluationRequest request = new(Read(SamplePolicies.Demo), [Audience.Of("administrator"), Audience.Of("marketing"), Audience.EveryoneElse])
        {
            Sample = Sample,
        };

        IReadOnlyList<EvaluatedView> onFile = await platform.EvaluateAsync(request, CancellationToken.None);
        IReadOnlyList<EvaluatedView> inMemory = PolicyEvaluator.Create(request.Policy).Require(request.Policy).Evaluate(request);

        Assert.Equal(inMemory.Select(view => view.Rows), onFile.Select(view => view.Rows));
        Assert.Equal(inMemory.Select(view => view.Types), onFile.Select(view => view.Types));
        Assert.Equal(onFile[1].Rows, await platform.ValuesAsync("demo_view", "marketing"));
    }

    [Fact]
    public async Task An_empty_text_is_no_null_and_before_the_first_year_nothing_is_too_old()
    {
        DataPolicy policy = Read(
            """
            source:
              ref: { integration_fqn: t, platform: { id: embedded, platform_type: SQLITE } }
              fields: [ { name_parts: [ x ], type: text }, { name_parts: [ day ], type: date } ]
            rule_sets:
              - target: { ref: { integration_fqn: v } }
                filters:
                  - retention_filter:
                      field: { name_parts: [ day ] }
                      conditions: [ { principals: [], period: { days: 1000000 } } ]
                field_transforms:
                  - field: { name_parts: [ x ] }
                    transforms: [ { principals: [], regexp: { regexp: "b*" } } ]
            """);
        EvaluationRequest request = new(policy, [Audience.EveryoneElse])
        {
            Sample = new SampleTable(["x", "day"], [["a", "0001-01-01"], ["bb", "2024-02-29"], [null, "1904-02-29"]]),
        };

        EvaluatedView view = Assert.Single(await _folder.Embedded().EvaluateAsync(request, CancellationToken.None));

        Assert.Equal(["", "bb", null], view.Rows.Select(row => row[0]));
    }

    private static DataPolicy Read(string yaml) => PolicyReader.Read(yaml, PolicyFormat.Yaml).Policy!;
}
