using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Writing;

namespace Pace.Engine.Tests.Policies;

public sealed class PolicyWriterTests
{
    private static readonly DataPolicy Policy = new()
    {
        Metadata = new PolicyMetadata { Title = "demo", Description = "", Version = 2, CreateTime = new DateTimeOffset(2024, 2, 29, 14, 45, 0, 500, TimeSpan.FromHours(1)) },
        Source = new PolicySource
        {
            Ref = new ResourceUrn { IntegrationFqn = "public.demo", Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres } },
            Fields = [new Field { NameParts = ["id"], Type = "integer", Required = true }, new Field { NameParts = ["yes"] }],
        },
        RuleSets =
        [
            new RuleSet
            {
                Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.demo_view" } },
                FieldTransforms =
                [
                    new FieldTransform
                    {
                        Field = new Field { NameParts = ["id"] },
                        Transforms =
                        [
                            new Transform { Principals = [Principal.Group("marketing"), new Principal(PrincipalKind.None, "")], Action = new IdentityTransform() },
                            new Transform { Principals = [Principal.Group("a")], Action = new HashTransform { Seed = 9007199254740993 } },
                            new Transform { Action = new FixedTransform { Value = "0000" } },
                        ],
                    },
                ],
                Filters =
                [
                    new GenericFilter { Conditions = [new GenericCondition { Condition = "age > 8\nand true" }] },
                    new RetentionFilter { Conditions = [new RetentionCondition { Period = new RetentionPeriod { Days = 5 } }] },
                ],
            },
        ],
    };

    [Fact]
    public void Yaml_is_in_block_style_in_the_order_of_the_messages_without_what_is_not_set()
    {
        const string Expected = """
            metadata:
              title: demo
              description: ""
              version: 2
              create_time: "2024-02-29T13:45:00.5Z"
            source:
              ref:
                integration_fqn: public.demo
                platform:
                  platform_type: POSTGRES
                  id: pg
              fields:
                - name_parts:
                    - id
                  type: integer
                  required: true
                - name_parts:
                    - "yes"
            rule_sets:
              - target:
                  ref:
                    integration_fqn: public.demo_view
                field_transforms:
                  - field:
                      name_parts:
                        - id
                    transforms:
                      - principals:
                          - group: marketing
                          - {}
                        identity: {}
                      - principals:
                          - group: a
                        hash:
                          seed: "9007199254740993"
                      - fixed:
                          value: "0000"
                filters:
                  - generic_filter:
                      conditions:
                        - condition: |-
                            age > 8
                            and true
                  - retention_filter:
                      conditions:
                        - period:
                            days: 5

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), PolicyWriter.Write(Policy, PolicyFormat.Yaml));
    }

    [Fact]
    public void Json_has_the_same_keys_and_values()
    {
        const string Expected = """
            {
              "metadata": {
                "title": "demo's <b>"
              },
              "rule_sets": [
                {
                  "filters": [
                    {
                      "retention_filter": {
                        "conditions": [
                          {
                            "period": {
                              "days": 9007199254740991
                            }
                          },
                          {
                            "period": {
                              "days": "9007199254740992"
                            }
                          }
                        ]
                      }
                    }
                  ]
                }
              ]
            }

            """;
        DataPolicy policy = new()
        {
            Metadata = new PolicyMetadata { Title = "demo's <b>" },
            RuleSets = [new RuleSet { Filters = [new RetentionFilter { Conditions = [Keep(9007199254740991), Keep(9007199254740992)] }] }],
        };
        Assert.Equal(Expected.ReplaceLineEndings("\n"), PolicyWriter.Write(policy, PolicyFormat.Json));

        static RetentionCondition Keep(long days) => new() { Period = new RetentionPeriod { Days = days } };
    }

    [Theory]
    [InlineData("demo", "demo")]
    [InlineData("public.demo", "public.demo")]
    [InlineData("age > 8", "age > 8")]
    [InlineData("country = 'UK'", "country = 'UK'")]
    [InlineData("^.*(@.*)$", "^.*(@.*)$")]
    [InlineData("a:b", "a:b")]
    [InlineData("-a", "-a")]
    [InlineData("trueish", "trueish")]
    [InlineData("1a", "1a")]
    [InlineData("<--PROJECT-->", "<--PROJECT-->")]
    [InlineData("\\1", "\\1")]
    [InlineData("é😀", "é😀")]
    [InlineData("****$1", "\"****$1\"")]
    [InlineData("", "\"\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("0000", "\"0000\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0b1", "\"0b1\"")]
    [InlineData("2024-02-29", "\"2024-02-29\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("=", "\"=\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a ", "\"a \"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a:", "\"a:\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("- a", "\"- a\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("@a", "\"@a\"")]
    [InlineData("[\"a\"]", "'[\"a\"]'")]
    [InlineData("*\\d'", "'*\\d'''")]
    [InlineData("a\tb\u0085\u202e\0", "\"a\\tb\\x85\\u202e\\x00\"")]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    [InlineData("\na", "\"\\na\"")]
    [InlineData("a\nb\n", "|\n  a\n  b")]
    public void A_text_is_quoted_exactly_where_some_reader_of_yaml_needs_it(string text, string expected) =>
        Assert.Equal($"metadata:\n  description: {expected.Replace("\n  ", "\n    ", StringComparison.Ordinal).Replace("\\x00", "\\0", StringComparison.Ordinal)}\n", WriteDescription(text));

    [Fact]
    public void A_text_with_half_a_character_is_refused_and_named()
    {
        DataPolicy policy = new() { Source = new PolicySource { Fields = [new Field { NameParts = ["a", "\ud83d"] }] } };
        foreach (PolicyFormat format in Enum.GetValues<PolicyFormat>())
        {
            PaceException error = Assert.Throws<PaceException>(() => PolicyWriter.Write(policy, format));
            Assert.Equal(PaceErrorKind.PolicyInvalid, error.Kind);
            Assert.Equal("source.fields[0].name_parts[1]", Assert.Single(error.Diagnostics).Path);
        }
    }

    [Fact]
    public void Files_are_written_in_the_notation_of_their_extension_without_a_byte_order_mark()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pace-write-");
        try
        {
            foreach (string name in new[] { "a.yaml", "a.json", "a.txt" })
            {
                string path = Path.Combine(folder.FullName, name);
                PolicyWriter.WriteFile(Policy, path);
                Assert.Equal(name == "a.json" ? (byte)'{' : (byte)'m', File.ReadAllBytes(path)[0]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteDescription(string text) =>
        PolicyWriter.Write(new DataPolicy { Metadata = new PolicyMetadata { Description = text } }, PolicyFormat.Yaml);
}
