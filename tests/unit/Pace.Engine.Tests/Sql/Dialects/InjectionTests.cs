using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Sql.Dialects.Support;
using Property = Pace.Engine.Tests.Support.Property;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>
/// Whatever stands in names and texts, a statement for Snowflake or BigQuery is the one that it would be with plain
/// ones, and each name and text is read there as it was meant. What cannot be one there is refused.
/// </summary>
public class InjectionTests
{
    private static readonly string[] Plain = ["g1", "g2", "c1", "c2", "t1", "v1", "k1", "w1", "x1"];

    private static readonly DiagnosticCode[] Refusals =
    [
        DiagnosticCodes.NameInvalid, DiagnosticCodes.TextInvalid, DiagnosticCodes.PrincipalEmpty, DiagnosticCodes.RepeatedPrincipal,
        DiagnosticCodes.DuplicateField, DiagnosticCodes.TargetIsSource, DiagnosticCodes.DuplicateFieldTransform,
    ];

    // One to three of them hostile: a policy with one name that cannot be is refused whatever the others are.
    private static readonly Gen<string[]> Values =
        from names in Gen.ArrayOf(Names, Plain.Length)
        from count in Gen.Choose(1, 3)
        from places in Gen.ArrayOf(Gen.Choose(0, Plain.Length - 1), count)
        from hostile in Gen.ArrayOf(HostileTexts.Any, count)
        select (string[])[.. names.Select((name, at) => Array.IndexOf(places, at) is >= 0 and int found ? hostile[found] : name)];

    // Such as platforms do have, so that not all is refused.
    private static Gen<string> Names =>
        from stem in Gen.Elements("a b", "a-b", "é", "AB", "z_", "q")
        from number in Gen.Choose(1, 99)
        select stem + number.ToString(CultureInfo.InvariantCulture);

    public static TheoryData<string> Dialects => ["Snowflake", "BigQuery", "IAM"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Names_and_texts_of_a_hostile_alphabet_change_no_statement(string name)
    {
        WarehouseDialect dialect = Dialect(name);
        StatementReader reader = name == "Snowflake" ? new SnowflakeReader() : new BigQueryReader();
        IReadOnlyList<IReadOnlyList<ReadToken>> plain = reader.Statements(Script(Plain, dialect, out _)!);
        int compiled = 0;
        Property.Holds(
            Values,
            values =>
            {
                // A table called as its column gets another name in the query, which is tested apart.
                string[][] alike = [[values[2], values[4]], [values[3], values[4]], [values[6], values[7]]];
                if (alike.Any(pair => pair[0].Equals(pair[1], StringComparison.OrdinalIgnoreCase)))
                {
                    return;
                }

                string? script = Script(values, dialect, out IReadOnlyList<Diagnostic> found);
                if (script is null)
                {
                    Assert.All(
                        found.Where(item => item.Severity == DiagnosticSeverity.Error), item => Assert.Contains(item.Code, Refusals));
                    return;
                }

                compiled++;
                // Grants stand in the order of their groups' names.
                Assert.Equal(
                    plain.SelectMany(tokens => tokens).Select(token => Meant(token, values)).Order(Comparer),
                    reader.Statements(script).SelectMany(tokens => tokens).Order(Comparer));
                Assert.Equal(plain[0].Select(token => Meant(token, values)), reader.Statements(script)[0]);
                Assert.Equal(plain.Count, reader.Statements(script).Count);
            },
            count: 1500);
        Assert.True(compiled > 100, $"Only {compiled} of the policies could be compiled.");
    }

    [Fact]
    public void A_literal_and_a_name_of_any_text_are_read_back_or_refused() => Property.Holds(
        HostileTexts.Any,
        text =>
        {
            if (WarehouseText.ProblemOfText(text) is null)
            {
                Assert.Equal(new ReadToken(ReadKind.Text, text), Assert.Single(new SnowflakeReader().Read(SnowflakeText.Literal(text))));
                Assert.Equal(new ReadToken(ReadKind.Text, text), Assert.Single(new BigQueryReader().Read(BigQueryText.Literal(text))));
                Assert.Equal(new ReadToken(ReadKind.Name, text), Assert.Single(new BigQueryReader().Read(BigQueryText.Identifier(text))));
            }
            else
            {
                Assert.Throws<ArgumentException>(() => SnowflakeText.Literal(text));
                Assert.Throws<ArgumentException>(() => BigQueryText.Literal(text));
                Assert.Throws<ArgumentException>(() => BigQueryText.Identifier(text));
            }

            if (SnowflakeText.ProblemOfName(text) is null)
            {
                Assert.Equal(new ReadToken(ReadKind.Name, text), Assert.Single(new SnowflakeReader().Read(SnowflakeText.Identifier(text))));
            }
        },
        count: 2000);

    [Theory]
    [InlineData("Snowflake")]
    [InlineData("BigQuery")]
    public void The_name_of_a_type_never_gets_into_a_statement(string name)
    {
        WarehouseDialect dialect = Dialect(name);
        Property.Holds(
            HostileTexts.Any,
            text =>
            {
                DataPolicy policy = Policy(Plain, dialect);
                policy = policy with
                {
                    Source = policy.Source! with
                    {
                        Fields = [.. policy.Source.Fields.Select(field => field with { Type = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" })],
                    },
                    RuleSets = [policy.RuleSets[0] with { FieldTransforms = [new FieldTransform { Field = new Field { NameParts = ["c1"] }, Transforms = [new Transform { Action = new NullifyTransform() }] }] }],
                };
                CompilationResult result = PolicyCompiler.Compile(policy, dialect);
                Assert.Null(result.Policy);
                Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.TransformUnsupported || item.Code == DiagnosticCodes.TypeInvalid);
            },
            count: 300);
    }

    private static ReadToken Meant(ReadToken token, string[] values)
    {
        if (token.Kind is not (ReadKind.Name or ReadKind.Text))
        {
            return token;
        }

        // The IAM check writes a group with its kind.
        string prefix = token.Value.StartsWith("group:", StringComparison.Ordinal) ? "group:" : "";
        int at = Array.IndexOf(Plain, token.Value[prefix.Length..]);
        return at < 0 ? token : token with { Value = prefix + values[at] };
    }

    private static readonly Comparer<ReadToken> Comparer = Comparer<ReadToken>.Create((left, right) =>
        left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : string.CompareOrdinal(left.Value, right.Value));

    private static WarehouseDialect Dialect(string name) => name switch
    {
        "Snowflake" => new SnowflakeDialect(),
        "IAM" => new BigQueryDialect(new BigQuerySettings { UseIamCheckExtension = true }),
        _ => new BigQueryDialect(),
    };

    private static string? Script(string[] values, WarehouseDialect dialect, out IReadOnlyList<Diagnostic> found)
    {
        CompilationResult result = PolicyCompiler.Compile(Policy(values, dialect), dialect);
        found = result.Diagnostics;
        return result.Policy is null ? null : dialect.WriteScript(result.Policy);
    }

    private static DataPolicy Policy(string[] values, WarehouseDialect dialect)
    {
        static string Name(params string[] parts) => new QualifiedName(parts.ToValueList()).ToString();
        static Principal Group(string name) => new(PrincipalKind.Group, name);
        (string first, string second) = (values[2], values[3]);
        Field One(string name) => new() { NameParts = [name], Type = "text" };
        return new DataPolicy
        {
            Source = new PolicySource
            {
                Ref = new ResourceUrn { IntegrationFqn = Name("proj-a", "set_a", values[4]), Platform = new PlatformReference { Id = "p", PlatformType = dialect.Platform } },
                Fields = [One(first), One(second)],
            },
            RuleSets =
            [
                new RuleSet
                {
                    Target = new Target { Ref = new ResourceUrn { IntegrationFqn = Name("proj-a", "set_b", values[5]) } },
                    FieldTransforms =
                    [
                        new FieldTransform
                        {
                            Field = One(first),
                            Transforms =
                            [
                                new Transform { Principals = [Group(values[0]), Group(values[1])], Action = new IdentityTransform() },
                                new Transform { Action = new FixedTransform { Value = values[8] } },
                            ],
                        },
                        new FieldTransform
                        {
                            Field = One(second),
                            Transforms =
                            [
                                new Transform
                                {
                                    Action = new DetokenizeTransform
                                    {
                                        TokenSourceRef = Name("proj-a", "set_c", values[6]), TokenField = One(values[7]), ValueField = One(values[7]),
                                    },
                                },
                            ],
                        },
                    ],
                },
            ],
        };
    }
}
