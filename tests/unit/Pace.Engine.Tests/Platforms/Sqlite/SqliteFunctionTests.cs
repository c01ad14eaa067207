using System.Reflection;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteFunctionTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_function_that_the_dialect_can_write_is_registered()
    {
        using SqliteSession session = Session();
        List<string> written =
        [
            .. typeof(SqliteFunction).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string)field.GetRawConstantValue()!).Where(text => text.StartsWith("pace_", StringComparison.Ordinal)),
            .. Enum.GetValues<SqlTypeKind>().Where(kind => SqliteFunction.NameOf(kind) is not null).Select(SqliteFunction.Read),
            .. from kind in new[] { SqlTypeKind.SmallInt, SqlTypeKind.Integer, SqlTypeKind.BigInt, SqlTypeKind.Numeric, SqlTypeKind.Double }
               from operation in new[] { "+", "-", "*", SqliteFunction.Negate }
               select SqliteFunction.Compute(operation, kind),
        ];

        Assert.Empty(written.Except(session.Functions.Names));
    }

    [Theory]
    [InlineData("pace_integer(5)", "5")]
    [InlineData("pace_integer(5.0)", "5")]
    [InlineData("pace_integer('  -7 ')", "-7")]
    [InlineData("pace_integer(null)", null)]
    [InlineData("pace_numeric(0.1)", "0.1")]
    [InlineData("pace_numeric(0.1 + 0.2)", "0.30000000000000004")]
    [InlineData("pace_numeric(1e21)", "1000000000000000000000")]
    [InlineData("pace_numeric(12345678901234567)", "12345678901234567")]
    [InlineData("pace_numeric('+001.50')", "1.50")]
    [InlineData("pace_numeric('-0')", "0")]
    [InlineData("pace_numeric('-0.0')", "0.0")]
    [InlineData("pace_numeric('.5')", "0.5")]
    [InlineData("pace_numeric('1e3')", "1000")]
    [InlineData("pace_double('1.5')", "1.5")]
    [InlineData("pace_double(2)", "2.0")]
    [InlineData("pace_text(7)", "7")]
    [InlineData("pace_text('')", "")]
    [InlineData("pace_boolean(1)", "1")]
    [InlineData("pace_boolean('t')", "1")]
    [InlineData("pace_boolean('FALSE')", "0")]
    [InlineData("pace_date('2024-02-29')", "2024-02-29")]
    [InlineData("pace_date('2024-02-29 00:00:00')", "2024-02-29")]
    [InlineData("pace_timestamp('2024-02-29')", "2024-02-29 00:00:00.000000")]
    [InlineData("pace_timestamp('2024-02-29T01:02:03.5')", "2024-02-29 01:02:03.500000")]
    [InlineData("pace_timestamptz('2024-02-29 01:02:03+02:00')", "2024-02-28 23:02:03.000000Z")]
    public void A_cell_becomes_the_value_that_it_plainly_is(string expression, string? expected)
    {
        using SqliteSession session = Session();

        Assert.Equal(expected, session.Query($"select cast({expression} as text)", row => row.IsDBNull(0) ? null : row.GetString(0))[0]);
    }

    [Theory]
    [InlineData("pace_integer(1.5, 'age')", "is no integer")]
    [InlineData("pace_integer('', 'age')", "is no integer")]
    [InlineData("pace_integer('12abc', 'age')", "is no integer")]
    [InlineData("pace_integer(3000000000, 'age')", "is outside the range of integer")]
    [InlineData("pace_smallint(-32769, 'age')", "is outside the range of smallint")]
    [InlineData("pace_bigint(9.3e18, 'age')", "is outside the range of bigint")]
    [InlineData("pace_numeric(9e999, 'age')", "is not a finite number")]
    [InlineData("pace_numeric('1,5', 'age')", "is no decimal number")]
    [InlineData("pace_double('NaN', 'age')", "is no number")]
    [InlineData("pace_double(9e999, 'age')", "is not a finite number")]
    [InlineData("pace_text(x'ff', 'age')", "holds bytes")]
    [InlineData("pace_text(cast(x'41ff42' as text), 'age')", "holds bytes that are no UTF-8")]
    [InlineData("pace_text(cast(x'410042' as text), 'age')", "holds a NUL character")]
    [InlineData("pace_boolean(2, 'age')", "is neither true nor false")]
    [InlineData("pace_boolean('maybe', 'age')", "is neither true nor false")]
    [InlineData("pace_date(20240229, 'age')", "is no date")]
    [InlineData("pace_date('2023-02-29', 'age')", "is no date")]
    [InlineData("pace_date('2024-02-29 01:00', 'age')", "has a time of day")]
    [InlineData("pace_timestamp(1709164800, 'age')", "is no date and time")]
    [InlineData("pace_timestamp('2024-02-29 01:00+01:00', 'age')", "has an offset from UTC")]
    public void What_is_no_value_of_the_type_is_refused_with_the_columns_name(string expression, string problem)
    {
        using SqliteSession session = Session();

        PaceException error = Assert.Throws<PaceException>(() => session.Query($"select {expression}", row => row.GetValue(0)));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains($"the value of 'age' {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_and_more_groups_are_asked_for()
    {
        SqlitePlatform platform = _folder.User("create table t (id int, age int); insert into t values (1, 2)");
        string groups = string.Join(", ", Enumerable.Range(1, 120).Select(number => $"{{ group: g{number} }}"));
        DataPolicy policy = PolicyReader.Read(
            SamplePolicies.TwoIntegers("id > 0", "fixed: { value: \"0\" }").Replace("{ principals: [], fixed", $"{{ principals: [ {groups} ], identity: {{}} }}, {{ principals: [], fixed", StringComparison.Ordinal),
            PolicyFormat.Yaml).Policy!;
        string query = PolicyCompiler.Compile(policy, platform.Dialect).Require(policy).Views[0].Query;
        using SqliteSession session = Session();

        Assert.Null(session.FindComplaint(query));
        Assert.Equal([0L], session.Query(query, row => row.GetInt64(1)));
        session.Functions.Audience = Engine.Evaluation.Audience.Of("g117");
        Assert.Equal([2L], session.Query(query, row => row.GetInt64(1)));
    }

    [Fact]
    public void Who_asks_is_looked_up_once_a_statement_and_not_once_a_row()
    {
        _folder.Run("create table t (id int); insert into t values (1), (2), (3)");
        using SqliteSession session = Session();
        List<object?> seen = [];

        foreach (object?[] row in session.Rows("select case when pace_is_member('a') then id else 0 end from t where pace_is_member('a') = false", "Reading"))
        {
            session.Functions.Audience = Engine.Evaluation.Audience.Of("a");
            seen.Add(row[0]);
        }

        Assert.Equal([0L, 0L, 0L], seen);
    }

    [Fact]
    public void A_fixed_value_that_is_too_small_for_its_type_is_told_before_anything_is_made()
    {
        SqlitePlatform platform = _folder.User();
        DataPolicy policy = PolicyReader.Read(
            SamplePolicies.TwoIntegers("id > 0", "fixed: { value: \"1e-400\" }").Replace("[ age ], type: bigint", "[ age ], type: double precision", StringComparison.Ordinal),
            PolicyFormat.Yaml).Policy!;

        Diagnostic found = Assert.Single(PolicyCompiler.Compile(policy, platform.Dialect).Diagnostics);

        Assert.Equal(DiagnosticCodes.BadFixedValue, found.Code);
    }

    [Fact]
    public async Task A_blueprint_of_a_policys_view_has_the_types_of_the_view()
    {
        SqlitePlatform platform = _folder.User("create table t (id int, age int)");
        await platform.ApplyAsync(SamplePolicies.TwoIntegers("id > 0", "numeric_rounding: { floor: { divisor: 10 } }"));

        DataPolicy policy = await platform.CreateBlueprintAsync("v", CancellationToken.None);

        Assert.Equal(["bigint", "numeric"], policy.Source!.Fields.Select(field => field.Type));
    }

    private SqliteSession Session()
    {
        _folder.Run("select 1");
        return new SqliteFile("sales", _folder.UserFile, isEmbedded: false).Read(CancellationToken.None);
    }
}
