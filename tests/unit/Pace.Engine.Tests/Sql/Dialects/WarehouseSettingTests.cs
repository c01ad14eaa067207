using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>What the keys of a platform's entry change in its SQL.</summary>
public class WarehouseSettingTests
{
    private const string Yaml = """
        source:
          ref: { integration_fqn: acme.raw.people }
          fields: [ { name_parts: [ a ], type: text } ]
        rule_sets:
          - target: { ref: { integration_fqn: acme.shown.people } }
            field_transforms:
              - field: { name_parts: [ a ] }
                transforms:
                  - { principals: [ { group: "staff@acme.example" }, { role: roles/owner }, { permission: bigquery.tables.getData } ], identity: {} }
                  - nullify: {}
        """;

    [Fact]
    public void The_IAM_check_is_asked_of_groups_roles_and_permissions_and_groups_may_read_the_view()
    {
        BigQueryDialect dialect = BigQuery(("use-iam-check-extension", "true"));
        const string Check = "(select `acme`.`principal_check_routines`.`check_principal_access`(";
        Assert.Equal(
            $"""
            -- authorize the view `acme`.`shown`.`people` on the dataset `acme`.`raw`
            -- authorize the view `acme`.`shown`.`people` on the dataset `acme`.`principal_check_routines`
            create or replace view `acme`.`shown`.`people` as
            select
              case
                when {Check}'group:staff@acme.example', 'shown', 'people')) = 'True' or {Check}'role:roles/owner', 'shown', 'people')) = 'True' or {Check}'permission:bigquery.tables.getData', 'shown', 'people')) = 'True'
                  then `a`
                else null
              end as `a`
            from `acme`.`raw`.`people`;
            grant `roles/bigquery.dataViewer` on view `acme`.`shown`.`people` to 'group:staff@acme.example';

            """.ReplaceLineEndings("\n"),
            dialect.WriteScript(Compile(Yaml, dialect)));
    }

    [Fact]
    public void Without_the_IAM_check_there_are_groups_only()
    {
        CompilationResult result = PolicyCompiler.Compile(PolicyReader.Read(Yaml, PolicyFormat.Yaml).Policy!, BigQuery());
        Assert.Equal(2, result.Diagnostics.Count(item => item.Code == DiagnosticCodes.PrincipalUnsupported));
    }

    [Fact]
    public void A_view_is_authorized_on_every_dataset_that_it_reads()
    {
        const string Tokens = """
            source:
              ref: { integration_fqn: raw.people }
              fields: [ { name_parts: [ a ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: shown.people } }
                field_transforms:
                  - field: { name_parts: [ a ] }
                    transforms:
                      - principals: [ { group: staff } ]
                        detokenize: { token_source_ref: other.safe.tokens, token_field: { name_parts: [ t ] }, value_field: { name_parts: [ v ] } }
                      - identity: {}
            """;
        BigQueryDialect dialect = BigQuery(("project-id", "acme"), ("user-groups-table", "iam.who"));
        CompiledPolicy policy = Compile(Tokens, dialect);
        Assert.Equal(
            ["acme.shown.people on acme.raw", "acme.shown.people on other.safe", "acme.shown.people on acme.iam"],
            dialect.Authorizations(policy).Select(item => $"{item.View} on {item.Dataset}"));
        Assert.Contains("from `acme`.`iam`.`who` as `pace_groups`", dialect.WriteScript(policy), StringComparison.Ordinal);
    }

    [Fact]
    public void Snowflakes_database_stands_before_names_that_have_none()
    {
        const string Names = """
            source:
              ref: { integration_fqn: PUBLIC.PEOPLE }
              fields: [ { name_parts: [ A ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: OTHER.PUBLIC.SHOWN } }
            """;
        SqlDialect dialect = PlatformDialects.Of(new PlatformSettings("s", PlatformType.Snowflake, new Dictionary<string, string> { ["database"] = "SALES" }))!;
        Assert.Equal(
            """
            create or replace secure view "OTHER"."PUBLIC"."SHOWN" copy grants as
            select
              "A"
            from "SALES"."PUBLIC"."PEOPLE";

            """.ReplaceLineEndings("\n"),
            dialect.WriteScript(Compile(Names, dialect)));
    }

    [Fact]
    public void A_column_called_as_its_table_is_never_taken_for_the_whole_row()
    {
        const string Names = """
            source:
              ref: { integration_fqn: acme.raw.email }
              fields: [ { name_parts: [ Email ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: acme.shown.email } }
                field_transforms:
                  - field: { name_parts: [ Email ] }
                    transforms:
                      - detokenize: { token_source_ref: acme.safe.token, token_field: { name_parts: [ token ] }, value_field: { name_parts: [ v ] } }
            """;
        string script = BigQuery().WriteScript(Compile(Names, BigQuery()));
        Assert.Contains("from `acme`.`raw`.`email` as `pace_source`\n", script, StringComparison.Ordinal);
        Assert.Contains("from `acme`.`safe`.`token` as `pace_source`\n", script, StringComparison.Ordinal);
        Assert.Contains("on `pace_tokens_1`.`pace_token_1` = `pace_source`.`Email`", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("array<string>", "cast(null as array<string>)")]
    [InlineData("array<numeric(10,2)>", "cast(null as array<bignumeric>)")]
    [InlineData("geography", "cast(null as geography)")]
    public void NULL_has_BigQuerys_type(string type, string expected)
    {
        string yaml = $$"""
            source:
              ref: { integration_fqn: acme.raw.t }
              fields: [ { name_parts: [ a ], type: "{{type}}" } ]
            rule_sets:
              - target: { ref: { integration_fqn: acme.shown.t } }
                field_transforms: [ { field: { name_parts: [ a ] }, transforms: [ { nullify: {} } ] } ]
            """;
        Assert.Contains($"\n  {expected} as `a`\n", BigQuery().WriteScript(Compile(yaml, BigQuery())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user-groups-table", "a..b")]
    [InlineData("use-iam-check-extension", "perhaps")]
    public void A_wrong_key_is_told(string key, string value) =>
        Assert.Contains(key, Assert.Throws<PaceException>(() => BigQuery((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_table_of_groups_that_cannot_be_is_told()
    {
        CompilationResult result = PolicyCompiler.Compile(
            PolicyReader.Read(Yaml, PolicyFormat.Yaml).Policy!, BigQuery(("user-groups-table", "who")));
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.NameInvalid && item.Message.Contains("user-groups-table", StringComparison.Ordinal));
    }

    private static BigQueryDialect BigQuery(params (string Key, string Value)[] keys) => (BigQueryDialect)PlatformDialects.Of(
        new PlatformSettings("bq", PlatformType.BigQuery, keys.ToDictionary(pair => pair.Key, pair => pair.Value)))!;

    private static CompiledPolicy Compile(string yaml, SqlDialect dialect)
    {
        DataPolicy policy = PolicyReader.Read(yaml, PolicyFormat.Yaml).Policy!;
        return PolicyCompiler.Compile(policy, dialect).Require(policy);
    }
}
