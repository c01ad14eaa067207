using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>What a platform cannot do exactly is an error that names it and tells where it stands.</summary>
public class WarehouseRefusalTests
{
    private static readonly SqlDialect Snowflake = new SnowflakeDialect();
    private static readonly SqlDialect BigQuery = new BigQueryDialect();

    public static TheoryData<string, string, string, string> OnBoth => new()
    {
        { "text", @"regexp: { regexp: '(a)\1', replacement: x }", "PACE0208", "back reference" },
        { "text", "regexp: { regexp: 'a(?=b)', replacement: x }", "PACE0208", "look-ahead" },
        { "text", "regexp: { regexp: '(?<!a)b', replacement: x }", "PACE0208", "look-behind" },
        { "text", "regexp: { regexp: 'a|ab', replacement: x }", "PACE0208", "alternatives (|) of several lengths" },
        { "text", "regexp: { regexp: '^(foo|foobar).*$', replacement: $1 }", "PACE0208", "alternatives (|) of several lengths" },
        { "text", "regexp: { regexp: '^(a)?b' }", "PACE0208", "repeated groups" },
        { "text", "regexp: { regexp: 'a*', replacement: x }", "PACE0208", "empty text" },
        { "double precision", "hash: { seed: 1 }", "PACE0206", "floating-point" },
        { "double precision", "numeric_rounding: { round: { precision: 1 } }", "PACE0206", "floating-point" },
        { "double precision", "aggregation: { avg: {} }", "PACE0206", "floating-point" },
        { "integer", "aggregation: { avg: { cast_to: real } }", "PACE0206", "32 bits" },
        { "integer", "aggregation: { avg: { cast_to: float8, precision: 1 } }", "PACE0206", "floating-point" },
        { "integer", "numeric_rounding: { round: { precision: -38, divisor: 5 } }", "PACE0206", "so long as the step" },
        { "uuid", "fixed: { value: 00000000-0000-0000-0000-000000000000 }", "PACE0206", "no literal" },
        { "xml", "nullify: {}", "PACE0206", "no such type" },
        { "mood", "nullify: {}", "PACE0206", "no such type" },
        { "boolean", "hash: { seed: 1 }", "PACE0128", "has no hash" },
        { "numeric", "fixed: { value: \"1e300\" }", "PACE0114", "more digits" },
    };

    [Theory]
    [MemberData(nameof(OnBoth))]
    public void Snowflake_refuses_what_it_cannot_do(string type, string transform, string code, string says) =>
        Refused(Snowflake, type, transform, code, says);

    [Theory]
    [MemberData(nameof(OnBoth))]
    public void BigQuery_refuses_what_it_cannot_do(string type, string transform, string code, string says) =>
        Refused(BigQuery, type, transform, code, says);

    [Theory]
    [InlineData("text", "regexp: { regexp: 'a+?', replacement: x }", "PACE0208", "lazy")]
    [InlineData("text", @"regexp: { regexp: 'a', replacement: '\x' }", "PACE0208", "backslash")]
    [InlineData("text", "regexp: { regexp: '(?:a)(?:b)(?:c)(?:d)(?:e)(?:f)(?:g)(?:h)(?:i)(j)', replacement: $1 }", "PACE0208", "nine groups")]
    [InlineData("integer", "aggregation: { avg: { precision: 7 } }", "PACE0206", "6 decimal places")]
    [InlineData("\"numeric(50,2)\"", "nullify: {}", "PACE0206", "no such type")]
    public void Snowflake_has_limits_of_its_own(string type, string transform, string code, string says)
    {
        Refused(Snowflake, type, transform, code, says);
        Assert.NotNull(Compile(BigQuery, type, transform).Policy);
    }

    [Theory]
    [InlineData("integer", "aggregation: { avg: { cast_to: \"numeric(10,2)\" } }", "PACE0206", "number of digits")]
    [InlineData("integer", "aggregation: { sum: {}, partition_by: [ { name_parts: [ f ] } ] }", "PACE0206", "divides no rows")]
    public void BigQuery_has_limits_of_its_own(string type, string transform, string code, string says)
    {
        Refused(BigQuery, type, transform, code, says);
        Assert.NotNull(Compile(Snowflake, type, transform).Policy);
    }

    [Theory]
    [InlineData("^(?:a|ab)+$", "***")]
    [InlineData("(?:cat|dog)[0-9]+", "x")]
    [InlineData("^(.)[^@]*@(.*)$", "$1***@$2")]
    public void What_means_the_same_on_every_engine_is_done(string regexp, string replacement)
    {
        string transform = $"regexp: {{ regexp: '{regexp}', replacement: '{replacement}' }}";
        Assert.NotNull(Compile(Snowflake, "text", transform).Policy);
        Assert.NotNull(Compile(BigQuery, "text", transform).Policy);
    }

    [Theory]
    [InlineData("true; drop table t")]
    [InlineData("true // no more")]
    [InlineData("$$a$$ = 'a'")]
    [InlineData("'it\\'s' or true) --'")]
    [InlineData("a in (select 1)")]
    [InlineData("seq.nextval > 0")]
    [InlineData("@stage = 1")]
    [InlineData("system$wait(5) is null")]
    public void Snowflake_is_given_no_more_than_one_expression(string condition) => RefusedCondition(Snowflake, condition);

    [Theory]
    [InlineData("true # no more")]
    [InlineData("'''it's''' = \"a' or true) -- \"; select 1")]
    [InlineData("array(select 1) is null")]
    [InlineData("@@error.message = 'x'")]
    [InlineData("`unfinished")]
    public void BigQuery_is_given_no_more_than_one_expression(string condition) => RefusedCondition(BigQuery, condition);

    [Theory]
    [InlineData(@"a like 'it\'s; -- fine'")]
    [InlineData("a = 'it''s; (fine'")]
    public void A_semicolon_in_a_text_of_Snowflakes_is_a_character(string condition) =>
        Assert.NotNull(Compile(Snowflake, "text", "identity: {}", condition).Policy);

    [Theory]
    [InlineData(@"a like 'it\'s; -- fine'")]
    [InlineData(@"regexp_contains(a, r'\d;\(')")]
    [InlineData("a = \"it's; # fine\"")]
    [InlineData("a = r'\\' or true) -- '")]
    [InlineData("a = '''it's; (fine'''")]
    public void A_semicolon_in_a_text_of_BigQuerys_is_a_character(string condition) =>
        Assert.NotNull(Compile(BigQuery, "text", "identity: {}", condition).Policy);

    [Fact]
    public void A_nested_field_is_refused_where_there_are_no_structs()
    {
        const string Yaml = """
            source:
              ref: { integration_fqn: p1.d.t }
              fields: [ { name_parts: [ a, b ], type: text } ]
            rule_sets: [ { target: { ref: { integration_fqn: p1.d.v } } } ]
            """;
        DataPolicy policy = PolicyReader.Read(Yaml, PolicyFormat.Yaml).Policy!;
        Diagnostic found = Assert.Single(PolicyCompiler.Compile(policy, Snowflake).Diagnostics, item => item.Code == DiagnosticCodes.NestedField);
        Assert.Contains("Snowflake has no nested field 'a.b'", found.Message, StringComparison.Ordinal);
        Assert.Equal(3, found.Position!.Value.Line);
        Assert.NotNull(PolicyCompiler.Compile(policy, BigQuery).Policy);
    }

    [Fact]
    public void A_column_that_is_made_of_its_fields_has_no_transform_of_its_own()
    {
        const string Yaml = """
            source:
              ref: { integration_fqn: p1.d.t }
              fields: [ { name_parts: [ a ], type: struct }, { name_parts: [ A, b ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: p1.d.v } }
                field_transforms: [ { field: { name_parts: [ a ] }, transforms: [ { identity: {} } ] } ]
            """;
        CompilationResult result = PolicyCompiler.Compile(PolicyReader.Read(Yaml, PolicyFormat.Yaml).Policy!, BigQuery);
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.NestedField && item.Message.Contains("made of its nested fields", StringComparison.Ordinal));
    }

    [Fact]
    public void A_period_that_goes_before_the_first_year_is_refused()
    {
        const string Yaml = """
            source:
              ref: { integration_fqn: p1.d.t }
              fields: [ { name_parts: [ a ], type: date } ]
            rule_sets:
              - target: { ref: { integration_fqn: p1.d.v } }
                filters: [ { retention_filter: { field: { name_parts: [ a ] }, conditions: [ { period: { days: 800000 } } ] } } ]
            """;
        DataPolicy policy = PolicyReader.Read(Yaml, PolicyFormat.Yaml).Policy!;
        Assert.All(
            [Snowflake, BigQuery],
            dialect => Assert.Contains(PolicyCompiler.Compile(policy, dialect).Diagnostics, item => item.Code == DiagnosticCodes.RetentionDays));
    }

    [Theory]
    [InlineData("t")]
    [InlineData("d.t")]
    [InlineData("a.b.c.d")]
    [InlineData("p1.d.events_*")]
    [InlineData("p1.d-1.t")]
    public void A_table_that_BigQuery_cannot_have_is_refused(string table) =>
        Assert.Contains(Compile(BigQuery, "text", "identity: {}", table: table).Diagnostics, item => item.Code == DiagnosticCodes.NameInvalid);

    private static void RefusedCondition(SqlDialect dialect, string condition) => Assert.Contains(
        Compile(dialect, "text", "identity: {}", condition).Diagnostics, item => item.Code == DiagnosticCodes.SqlUnsafe);

    private static void Refused(SqlDialect dialect, string type, string transform, string code, string says)
    {
        CompilationResult result = Compile(dialect, type, transform);
        Assert.Null(result.Policy);
        Diagnostic found = Assert.Single(result.Diagnostics, item => item.Code.Id == code);
        Assert.Contains(says, found.Message, StringComparison.Ordinal);
        Assert.NotNull(found.Position);
    }

    private static CompilationResult Compile(SqlDialect dialect, string type, string transform, string? condition = null, string table = "p1.d.t")
    {
        string filters = condition is null
            ? ""
            : $"filters: [ {{ generic_filter: {{ conditions: [ {{ condition: '{condition.Replace("'", "''", StringComparison.Ordinal)}' }} ] }} }} ]";
        string yaml = $$"""
            source:
              ref: { integration_fqn: '{{table}}' }
              fields: [ { name_parts: [ a ], type: {{type}} }, { name_parts: [ f ], type: float8 } ]
            rule_sets:
              - target: { ref: { integration_fqn: p1.d.v } }
                field_transforms: [ { field: { name_parts: [ a ] }, transforms: [ { {{transform}} } ] } ]
                {{filters}}
            """;
        PolicyReadResult read = PolicyReader.Read(yaml, PolicyFormat.Yaml);
        Assert.DoesNotContain(read.Diagnostics, item => item.Severity == DiagnosticSeverity.Error);
        return PolicyCompiler.Compile(read.Policy!, dialect);
    }
}
