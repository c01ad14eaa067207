using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Compilation;

/// <summary>
/// The defects of the existing engine that Pace refuses before any platform is asked, by their numbers in the list of
/// what Pace must not have.
/// </summary>
public sealed class RefusedDefectTests
{
    [Fact]
    public void Row_1_a_field_in_another_case_is_refused() => Refused(
        PolicyText.Of("public.t", "email text", """
              - field: { name_parts: [ EMAil ] }
                transforms: [ { nullify: {} } ]
        """),
        DiagnosticCodes.FieldCase);

    [Fact]
    public void Row_2_a_transform_that_says_nothing_is_refused() => Refused(
        PolicyText.Of("public.t", "email text", """
              - field: { name_parts: [ email ] }
                transforms: [ { principals: [] } ]
        """),
        DiagnosticCodes.TransformUnset);

    [Fact]
    public void Row_2_a_misspelt_transform_is_refused() => Refused(
        PolicyText.Of("public.t", "email text", """
              - field: { name_parts: [ email ] }
                transforms: [ { nulify: {} } ]
        """),
        DiagnosticCodes.UnknownKey);

    [Theory]
    [InlineData("true; drop table t")]
    [InlineData("true -- no more")]
    [InlineData("true /* a */")]
    [InlineData("true) or (true")]
    [InlineData("id in (select id from others)")]
    [InlineData("'unfinished")]
    [InlineData("$$a$$ = 'a'")]
    [InlineData("(true")]
    public void Row_9_a_condition_that_is_more_than_one_expression_is_refused(string condition) => Refused(
        PolicyText.Of("public.t", "id integer", "", $$"""
              - generic_filter: { conditions: [ { condition: "{{condition}}" } ] }
        """),
        DiagnosticCodes.SqlUnsafe);

    [Theory]
    [InlineData("1, 2")]
    [InlineData("id from others")]
    [InlineData("(select max(id) from others)")]
    public void Row_9_a_statement_that_is_more_than_one_expression_is_refused(string statement) => Refused(
        PolicyText.Of("public.t", "id integer", $$"""
              - field: { name_parts: [ id ] }
                transforms: [ { sql_statement: { statement: "{{statement}}" } } ]
        """),
        DiagnosticCodes.SqlUnsafe);

    [Theory]
    [InlineData("int; drop table t")]
    [InlineData("int) over (), (select 1")]
    [InlineData("text")]
    public void Row_9_a_cast_that_names_no_numeric_type_is_refused(string castTo) => Refused(
        PolicyText.Of("public.t", "id integer", $$"""
              - field: { name_parts: [ id ] }
                transforms: [ { aggregation: { avg: { cast_to: "{{castTo}}" } } } ]
        """),
        DiagnosticCodes.CastToInvalid);

    [Fact]
    public void Row_9_a_group_that_PostgreSQL_reads_as_everybody_is_refused() => Refused(
        PolicyText.Of("public.t", "id integer", """
              - field: { name_parts: [ id ] }
                transforms: [ { principals: [ { group: public } ], identity: {} }, { nullify: {} } ]
        """),
        DiagnosticCodes.NameInvalid);

    [Fact]
    public void Row_9_a_name_that_PostgreSQL_would_cut_off_is_refused() => Refused(
        PolicyText.Of("public.t", "id integer", $$"""
              - field: { name_parts: [ id ] }
                transforms: [ { principals: [ { group: {{new string('g', 64)}} } ], identity: {} }, { nullify: {} } ]
        """),
        DiagnosticCodes.NameInvalid);

    [Theory]
    [InlineData("ceil: { divisor: 0 }")]
    [InlineData("floor: { divisor: -5 }")]
    [InlineData("ceil: {}")]
    public void Row_22_a_divisor_that_is_not_above_zero_is_refused(string rounding) => Refused(
        PolicyText.Of("public.t", "id integer", $$"""
              - field: { name_parts: [ id ] }
                transforms: [ { numeric_rounding: { {{rounding}} } } ]
        """),
        DiagnosticCodes.DivisorInvalid);

    [Fact]
    public void Row_12_a_token_that_is_a_floating_point_number_is_refused() => Refused(
        PolicyText.Of("public.t", "float8 token", """
              - field: { name_parts: [ token ] }
                transforms:
                  - detokenize: { token_source_ref: public.u, token_field: { name_parts: [ a ] }, value_field: { name_parts: [ b ] } }
        """, typeFirst: true),
        DiagnosticCodes.TransformUnsupported);

    [Theory]
    [InlineData("role")]
    [InlineData("permission")]
    public void Row_29_a_kind_of_principal_that_PostgreSQL_does_not_have_is_refused(string kind) => Refused(
        PolicyText.Of("public.t", "id integer", $$"""
              - field: { name_parts: [ id ] }
                transforms: [ { principals: [ { {{kind}}: a } ], identity: {} }, { principals: [ { {{kind}}: b } ], identity: {} }, { nullify: {} } ]
        """),
        DiagnosticCodes.PrincipalUnsupported);

    [Theory]
    [InlineData("integer", "1.5")]
    [InlineData("smallint", "40000")]
    [InlineData("boolean", "perhaps")]
    [InlineData("date", "2023-02-29")]
    [InlineData("\"varchar(3)\"", "four")]
    [InlineData("uuid", "not-a-uuid")]
    [InlineData("\"numeric(4,2)\"", "100.5")]
    public void Row_31_a_fixed_value_that_is_not_of_the_fields_type_is_refused(string type, string value) => Refused(
        PolicyText.Of("public.t", type + " a", $$"""
              - field: { name_parts: [ a ] }
                transforms: [ { fixed: { value: "{{value}}" } } ]
        """, typeFirst: true),
        DiagnosticCodes.BadFixedValue);

    private static void Refused(string yaml, DiagnosticCode code)
    {
        PolicyReadResult read = PolicyReader.Read(yaml, PolicyFormat.Yaml);
        CompilationResult? result = read.Policy is null ? null : PolicyCompiler.Compile(read.Policy, new PostgresDialect());

        Assert.Null(result?.Policy);
        List<Diagnostic> found = [.. read.Diagnostics.Concat(result?.Diagnostics ?? []).Where(item => item.Code == code)];
        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.NotNull(item.Position));
    }
}
