using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

public sealed class OldSpellingTests
{
    public static TheoryData<string> Names => new(Directory.EnumerateFiles(Fixture.PathOf("old-spellings"), "*.yaml")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(name => !name.EndsWith(".today", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_old_spelling_is_upgraded_with_one_warning_that_names_old_and_new(string name)
    {
        string old = Fixture.Text("old-spellings", name + ".yaml");
        PolicyReadResult upgraded = PolicyReader.Read(old, PolicyFormat.Yaml);
        PolicyReadResult today = PolicyReader.Read(Fixture.Text("old-spellings", name + ".today.yaml"), PolicyFormat.Yaml);
        string[] told = old[2..old.IndexOf('\n', StringComparison.Ordinal)].TrimEnd('\r').Split(" | ");

        Assert.Empty(today.Diagnostics);
        Diagnostic warning = Assert.Single(upgraded.Diagnostics);
        Assert.Equal("PACE0007", warning.Id);
        Assert.StartsWith($"old spelling: {told[0]} is now {told[1]}", warning.Message, StringComparison.Ordinal);
        Assert.False(upgraded.HasErrors);
        Assert.Equal(today.Policy, upgraded.Policy);
        Assert.Equal([warning], upgraded.Policy!.Origin!.ReadDiagnostics);
    }

    [Fact]
    public void All_old_spellings_of_one_document_are_upgraded_together()
    {
        const string Text = """
            data_policy:
              id: abc
              metadata: { title: demo, version: "" }
              platform: { id: pg, platform_type: POSTGRES }
              source:
                ref: public.demo
                attributes: [{ path_components: [id] }]
              rule_sets:
                - target: { fullname: public.demo_view }
                  filters: [{ conditions: [{ principals: [a], condition: "true" }] }]
                  field_transforms:
                    - attribute: { path_components: [id] }
                      transforms: [{ principals: [a], nullify: {} }]
            """;
        PolicyReadResult result = PolicyReader.Read(Text, PolicyFormat.Yaml);
        Assert.False(result.HasErrors);
        Assert.Equal(["1,1", "2,3", "3,28", "4,3", "6,5", "7,5", "7,20", "9,17", "10,19", "10,47", "12,11"], result.Diagnostics.Select(item => item.Position.ToString()));
        Assert.Equal("public.demo", result.Policy!.Id);
        Assert.Equal("pg", result.Policy.Source!.Ref!.Platform!.Id);
        Assert.Equal("id", result.Policy.RuleSets[0].FieldTransforms[0].Field!.Name);
        Assert.Equal(new TextPosition(6, 10, 11), result.Policy.Origin!.Find("source.ref.integration_fqn"));
        Assert.Equal(new TextPosition(10, 47, 1), result.Policy.Origin.Find("rule_sets[0].filters[0].generic_filter.conditions[0].principals[0].group"));
    }

    [Theory]
    [InlineData("source:\n  «attributes»: []\n  fields: []\n", "'attributes'")]
    [InlineData("«platform»: { id: a, platform_type: POSTGRES }\nsource: { ref: { platform: { id: b, platform_type: POSTGRES } } }\n", "'platform'")]
    [InlineData("source:\n  fields:\n    - name_parts: [a]\n      «path_components»: [b]\n", "'path_components'")]
    [InlineData("rule_sets:\n  - target: { ref: { integration_fqn: a }, «fullname»: b }\n", "'fullname'")]
    [InlineData("rule_sets:\n  - field_transforms: [{ field: { name_parts: [a] }, «attribute»: { name_parts: [b] } }]\n", "'attribute'")]
    [InlineData("rule_sets:\n  - filters: [{ generic_filter: { conditions: [] }, «conditions»: [] }]\n", "'conditions'")]
    [InlineData("rule_sets:\n  - filters: []\n    «generic_filter»: [{ conditions: [] }]\n", "'generic_filter'")]
    [InlineData("metadata: { title: abc }\n«data_policy»: { metadata: { title: demo } }\n", "'data_policy'")]
    public void An_old_spelling_beside_the_new_one_is_an_error(string marked, string name)
    {
        MarkedText document = MarkedText.Parse(marked);
        PolicyReadResult result = PolicyReader.Read(document.Text, PolicyFormat.Yaml);
        Diagnostic error = Assert.Single(result.Diagnostics, item => item.Severity == DiagnosticSeverity.Error);
        Assert.Equal("PACE0006", error.Id);
        Assert.Equal(document.Position, error.Position);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data_policy: demo\n")]
    [InlineData("platform: pg\n")]
    [InlineData("metadata: { create_time: { seconds: 1, nanos: 1, hours: 1 } }\n")]
    [InlineData("metadata: { create_time: { seconds: 99999999999999 } }\n")]
    [InlineData("metadata: { create_time: { seconds: 1, nanos: 1000000000 } }\n")]
    [InlineData("rule_sets: [{ filters: [{ conditions: [], field: {} }] }]\n")]
    [InlineData("rule_sets: [{ filters: [{ generic_filter: [] }] }]\n")]
    [InlineData("rule_sets: [{ filters: [{ generic_filter: [1] }] }]\n")]
    public void What_is_not_quite_an_old_spelling_is_refused(string text) =>
        Assert.True(PolicyReader.Read(text, PolicyFormat.Yaml).HasErrors);
}
