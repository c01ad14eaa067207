using System.Text;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

public sealed class PolicyReaderTests
{
    [Fact]
    public void The_standalone_example_says_what_its_file_says()
    {
        DataPolicy policy = ReadExample("standalone");
        Assert.Equal("public.demo", policy.Id);
        Assert.Equal(new PolicyMetadata { Title = "public.demo", Description = "", Version = 1 }, policy.Metadata);
        Assert.Equal(new PlatformReference { Id = "standalone-sample-connection", PlatformType = PlatformType.Postgres }, policy.Source!.Ref!.Platform);
        Assert.Equal(
            ["transactionid integer", "userid integer", "email varchar", "age integer", "brand varchar", "transactionamount integer"],
            policy.Source.Fields.Select(field => $"{field.Name} {field.Type}"));
        Assert.All(policy.Source.Fields, field => Assert.True(field.Required));

        RuleSet ruleSet = Assert.Single(policy.RuleSets);
        Assert.Equal("public.demo_view", ruleSet.Target!.Ref!.IntegrationFqn);
        Assert.Equal(
            new GenericFilter
            {
                Conditions =
                [
                    new GenericCondition { Principals = [Principal.Group("administrator"), Principal.Group("fraud_and_risk")], Condition = "true" },
                    new GenericCondition { Condition = "age > 8" },
                ],
            },
            Assert.Single(ruleSet.Filters));
        Assert.Equal(["userid", "email", "brand"], ruleSet.FieldTransforms.Select(transform => transform.Field!.Name));
        Assert.Equal(
            [
                new Transform { Principals = [Principal.Group("administrator")], Action = new IdentityTransform() },
                new Transform { Principals = [Principal.Group("marketing")], Action = new RegexpTransform { Regexp = "^.*(@.*)$", Replacement = "****$1" } },
                new Transform { Principals = [Principal.Group("fraud_and_risk")], Action = new IdentityTransform() },
                new Transform { Action = new FixedTransform { Value = "****" } },
            ],
            ruleSet.FieldTransforms[1].Transforms);
        Assert.Equal(
            new SqlStatementTransform { Statement = "CASE WHEN brand = 'MacBook' THEN 'Apple' ELSE 'Other' END" },
            ruleSet.FieldTransforms[2].Transforms[1].Action);
    }

    [Fact]
    public void The_aggregation_example_says_what_its_file_says()
    {
        ValueList<Transform> transforms = ReadExample("aggregation-transforms").RuleSets[0].FieldTransforms[0].Transforms;
        Assert.Equal(
            [
                new IdentityTransform(),
                new AggregationTransform { Aggregation = AggregationKind.Sum },
                new AggregationTransform
                {
                    Aggregation = AggregationKind.Avg,
                    Precision = 0,
                    CastTo = "int4",
                    PartitionBy = [new Field { NameParts = ["city"] }],
                },
                new NumericRoundingTransform { Rounding = RoundingKind.Round, Precision = -4 },
                new NullifyTransform(),
            ],
            transforms.Select(transform => transform.Action));
    }

    [Fact]
    public void The_detokenization_example_says_what_its_file_says()
    {
        ValueList<FieldTransform> transforms = ReadExample("detokenization").RuleSets[0].FieldTransforms;
        Assert.Equal(
            new DetokenizeTransform
            {
                TokenSourceRef = "public.tokens",
                TokenField = new Field { NameParts = ["token"] },
                ValueField = new Field { NameParts = ["value"] },
            },
            transforms[1].Transforms[0].Action);
        Assert.Equal(
            new RegexpTransform { Regexp = "^\\d+(\\d{3})$", Replacement = "******$1" },
            transforms[2].Transforms[1].Action);
    }

    [Fact]
    public void The_bigquery_example_says_what_its_file_says()
    {
        DataPolicy policy = ReadExample("bigquery-iam-check-extension");
        Assert.Equal("<--PROJECT-->.<--DATABASE-->.<--TABLE-->", policy.Id);
        Assert.Equal("bigquery-iam-check-extension-data-policy\"", policy.Metadata!.Title);
        Assert.Equal(TargetType.SqlView, policy.RuleSets[0].Target!.Type);
        Assert.Equal(PlatformType.BigQuery, policy.RuleSets[0].Target!.Ref!.Platform!.PlatformType);
        Assert.Equal("\\\\1**REDACTED**", Assert.IsType<RegexpTransform>(policy.RuleSets[0].FieldTransforms[2].Transforms[1].Action).Replacement);
    }

    [Fact]
    public void Every_part_is_found_where_it_stands()
    {
        PolicyOrigin origin = ReadExample("standalone").Origin!;
        // Counted in the file: a value points to itself, what is nested to its key, a list's item to its first key.
        Assert.Equal(new TextPosition(1, 1, 8), origin.Find(""));
        Assert.Equal(new TextPosition(1, 1, 8), origin.Find("metadata"));
        Assert.Equal(new TextPosition(4, 10, 11), origin.Find("metadata.title"));
        Assert.Equal(new TextPosition(7, 7, 10), origin.Find("source.fields[0]"));
        Assert.Equal(new TextPosition(8, 11, 13), origin.Find("source.fields[0].name_parts[0]"));
        Assert.Equal(new TextPosition(32, 22, 11), origin.Find("source.ref.integration_fqn"));
        Assert.Equal(new TextPosition(43, 29, 24), origin.Find("rule_sets[0].filters[0].generic_filter.conditions[0].principals[0]"));
        Assert.Equal(new TextPosition(43, 38, 13), origin.Find("rule_sets[0].filters[0].generic_filter.conditions[0].principals[0].group"));
        Assert.Equal(new TextPosition(44, 26, 6), origin.Find("rule_sets[0].filters[0].generic_filter.conditions[0].condition"));
        Assert.Equal(new TextPosition(64, 28, 8), origin.Find("rule_sets[0].field_transforms[1].transforms[1].regexp.replacement"));
        // What is not there is looked for in what is around it.
        Assert.Equal(new TextPosition(62, 13, 6), origin.Find("rule_sets[0].field_transforms[1].transforms[1].regexp.none"));
    }

    [Fact]
    public void Camel_case_and_json_say_the_same_as_snake_case_and_yaml()
    {
        const string Yaml = """
            metadata: { title: demo, create_time: "2024-02-29T13:45:00Z" }
            source:
              ref: { integration_fqn: a.b, platform: { platform_type: POSTGRES, id: pg }, resource_path: [{ name: a, platform_name: schema, is_leaf: true, display_name: A }] }
              fields: [{ name_parts: [id] }]
            rule_sets:
              - field_transforms:
                  - transforms:
                      - sql_statement: { statement: "1" }
                      - numeric_rounding: { round: { precision: 2, divisor: 0.5 } }
                      - detokenize: { token_source_ref: t, token_field: { name_parts: [x] }, value_field: { name_parts: [y] } }
                      - aggregation: { avg: { cast_to: int8 }, partition_by: [{ name_parts: [z] }] }
                      - hash: { seed: 9007199254740993 }
                filters:
                  - retention_filter: { conditions: [{ period: { days: 5 } }] }
                  - generic_filter: {}
            """;
        const string Json = """
            {
              "metadata": { "title": "demo", "createTime": "2024-02-29T14:45:00+01:00" },
              "source": {
                "ref": { "integrationFqn": "a.b", "platform": { "platformType": 4, "id": "pg" }, "resourcePath": [{ "name": "a", "platformName": "schema", "isLeaf": true, "displayName": "A" }] },
                "fields": [{ "nameParts": ["id"], "tags": null }]
              },
              "ruleSets": [{
                "fieldTransforms": [{
                  "transforms": [
                    { "sqlStatement": { "statement": "1" } },
                    { "numericRounding": { "round": { "precision": "2", "divisor": 5e-1 } } },
                    { "detokenize": { "tokenSourceRef": "\u0074", "tokenField": { "nameParts": ["x"] }, "valueField": { "nameParts": ["y"] } } },
                    { "aggregation": { "avg": { "castTo": "int8" }, "partitionBy": [{ "nameParts": ["z"] }] } },
                    { "hash": { "seed": "9007199254740993" } }
                  ]
                }],
                "filters": [
                  { "retentionFilter": { "conditions": [{ "period": { "days": "5" } }] } },
                  { "genericFilter": {} }
                ]
              }]
            }
            """;
        DataPolicy policy = Read(Yaml, PolicyFormat.Yaml);
        Assert.Equal(policy, Read(Json, PolicyFormat.Json));
        Assert.Equal(policy, Read(Json, PolicyFormat.Yaml));
        Assert.Equal(9007199254740993, Assert.IsType<HashTransform>(policy.RuleSets[0].FieldTransforms[0].Transforms[4].Action).Seed);
        Assert.Equal(0.5m, Assert.IsType<NumericRoundingTransform>(policy.RuleSets[0].FieldTransforms[0].Transforms[1].Action).Divisor);
    }

    [Fact]
    public void Json_texts_with_escapes_and_characters_beyond_ascii_keep_their_places()
    {
        const string Json = "\ufeff{\"metadata\": {\"description\": \"\\/\\ud83d\\ude00\\t😀é\", \"tags\": [\"a\",\t\"b\"]}}";
        DataPolicy policy = Read(Json, PolicyFormat.Json);
        Assert.Equal("/😀\t😀é", policy.Metadata!.Description);
        Assert.Equal(new TextPosition(1, 30, 21), policy.Origin!.Find("metadata.description"));
        Assert.Equal(new TextPosition(1, 67, 3), policy.Origin.Find("metadata.tags[1]"));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("off")]
    [InlineData("y")]
    [InlineData("2024-02-29")]
    [InlineData("age > 8")]
    [InlineData("a:b")]
    public void A_plain_text_that_yaml_1_2_takes_for_a_text_is_one(string text) =>
        Assert.Equal(text, Read($"metadata: {{ description: {text} }}", PolicyFormat.Yaml).Metadata!.Description);

    [Fact]
    public void Nothing_written_means_not_set_where_no_mask_depends_on_it()
    {
        DataPolicy policy = Read("metadata:\n  title:\n  description:\n  version:\n  tags:\nsource: ~\nrule_sets:\n  - target: null\n    filters:\n", PolicyFormat.Yaml);
        Assert.Equal(new DataPolicy { Metadata = new PolicyMetadata(), RuleSets = [new RuleSet()] }, policy);
    }

    [Fact]
    public void A_refused_filter_lets_no_row_through()
    {
        PolicyReadResult result = PolicyReader.Read("rule_sets: [{ filters: [{ generic_filters: { conditions: [] } }] }]", PolicyFormat.Yaml);
        Assert.True(result.HasErrors);
        GenericFilter filter = Assert.IsType<GenericFilter>(Assert.Single(result.Policy!.RuleSets[0].Filters));
        Assert.Equal([new GenericCondition { Condition = "false" }], filter.Conditions);
    }

    [Fact]
    public void What_was_refused_is_not_told_again_by_later_steps()
    {
        PolicyReadResult result = PolicyReader.Read("metadata:\n  titel: demo\nsource: {}\n", PolicyFormat.Yaml);
        DiagnosticBag bag = new(result.Policy!.Origin);
        bag.Add(DiagnosticCodes.TitleTooShort, "metadata.title", "the title is empty");
        bag.Add(DiagnosticCodes.SourceMissing, "source.ref", "no source");
        Assert.Equal(["PACE0101"], bag.Items.Select(item => item.Id));
    }

    [Fact]
    public void Nesting_beyond_64_levels_is_refused_where_it_begins()
    {
        string sixtyFive = "{\"a\":" + new string('[', 64) + new string(']', 64) + "}";
        foreach (PolicyFormat format in Enum.GetValues<PolicyFormat>())
        {
            Diagnostic error = Assert.Single(PolicyReader.Read(sixtyFive, format).Diagnostics);
            Assert.Equal("the document is nested deeper than 64 levels", error.Message);
            Assert.Equal((1, 69), (error.Position!.Value.Line, error.Position.Value.Column));
            Assert.Equal("PACE0002", Assert.Single(PolicyReader.Read(sixtyFive.Replace("[[", "[", StringComparison.Ordinal).Replace("]]", "]", StringComparison.Ordinal), format).Diagnostics).Id);
            Assert.Null(PolicyReader.Read(new string('[', 1_000_000), format).Policy);
        }
    }

    [Fact]
    public void Four_mebibytes_are_read_and_not_a_byte_more()
    {
        string document = "metadata: { title: demo }\n#";
        string full = document + new string('x', PolicyReader.MaxBytes - document.Length);
        Assert.False(PolicyReader.Read(full, PolicyFormat.Yaml).HasErrors);
        Diagnostic error = Assert.Single(PolicyReader.Read(full + "x", PolicyFormat.Yaml, "big.yaml").Diagnostics);
        Assert.Equal("the document has 4194305 bytes; at most 4194304 are read", error.Message);
        Assert.Equal("big.yaml", error.File);
    }

    [Fact]
    public void More_keys_and_values_than_any_policy_has_are_refused_in_bounded_time()
    {
        string text = "{ \"metadata\": { \"tags\": [" + string.Concat(Enumerable.Repeat("1,", 2_000_000)) + "1] } }";
        foreach (PolicyFormat format in Enum.GetValues<PolicyFormat>())
        {
            Assert.Equal(
                "the document has more than 500000 keys and values",
                Assert.Single(PolicyReader.Read(text, format).Diagnostics).Message);
        }
    }

    [Fact]
    public void A_global_transform_is_not_taken_for_a_policy()
    {
        PolicyReadResult result = PolicyReader.ReadFile(Fixture.PathOf("pace-examples", "global-tag-transform.yaml"));
        Assert.Equal(["1,1 PACE0002", "2,1 PACE0002"], result.Diagnostics.Select(item => $"{item.Position} {item.Id}"));
    }

    [Fact]
    public void A_document_full_of_mistakes_tells_the_first_thousand()
    {
        string text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"key{i}: 1\n"));
        PolicyReadResult result = PolicyReader.Read(text, PolicyFormat.Yaml);
        Assert.Equal(1001, result.Diagnostics.Count);
        Assert.Equal("the document has more than 1000 problems; the rest is not listed", result.Diagnostics[^1].Message);
    }

    [Theory]
    [InlineData("a.yaml", "{}", PolicyFormat.Yaml)]
    [InlineData("a.YML", "{}", PolicyFormat.Yaml)]
    [InlineData("a.Json", "x", PolicyFormat.Json)]
    [InlineData("a.txt", "\ufeff \n {", PolicyFormat.Json)]
    [InlineData("a", "metadata:", PolicyFormat.Yaml)]
    [InlineData("a", null, PolicyFormat.Yaml)]
    public void The_notation_is_told_by_the_extension_else_by_the_text(string path, string? text, PolicyFormat format) =>
        Assert.Equal(format, PolicyReader.FormatOf(path, text));

    [Fact]
    public void Files_are_read_in_utf_8_and_utf_16_and_named_in_messages()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pace-read-");
        try
        {
            string path = Path.Combine(folder.FullName, "p.yaml");
            foreach (Encoding encoding in new[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
            {
                File.WriteAllText(path, "metadata: { titel: é😀 }", encoding);
                Assert.Equal("p(1,13): error PACE0002: key 'titel' is not known here; did you mean 'title'?", PolicyReader.ReadFile(path, "p").Diagnostics[0].ToString());
            }

            File.WriteAllBytes(path, [.. "metadata:\n  title: a"u8, 0xe9, .. "b\n"u8]);
            Diagnostic error = Assert.Single(PolicyReader.ReadFile(path).Diagnostics);
            Assert.Equal((path, "2,11", "the byte 0xe9 is not UTF-8"), (error.File, error.Position.ToString(), error.Message));

            File.WriteAllBytes(path, new byte[(2 * PolicyReader.MaxBytes) + 1]);
            Assert.True(PolicyReader.ReadFile(path).HasErrors);
            Assert.Throws<FileNotFoundException>(() => PolicyReader.ReadFile(path + ".none"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DataPolicy ReadExample(string name) => Read(Fixture.Text("pace-examples", name + ".yaml"), PolicyFormat.Yaml);

    private static DataPolicy Read(string text, PolicyFormat format)
    {
        PolicyReadResult result = PolicyReader.Read(text, format);
        Assert.Empty(result.Diagnostics);
        return result.Policy!;
    }
}
