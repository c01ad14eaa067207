using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

/// <summary>Each document has one mistake; the marks show what the message must point to.</summary>
public sealed class BadDocumentTests
{
    public static TheoryData<string, string, string, string> Yaml => new()
    {
        // Keys
        { "PACE0002", "metadata:\n  «titel»: demo\n", "'titel' is not known here", "did you mean 'title'?" },
        { "PACE0002", "metadata:\n  «Title»: demo\n", "'Title'", "did you mean 'title'?" },
        { "PACE0002", "«ruleSet»: []\n", "'ruleSet'", "did you mean 'ruleSets'?" },
        { "PACE0002", "«filters»: []\n", "'filters'", "known are metadata, source, rule_sets" },
        { "PACE0002", Transform("«nulify»: {}"), "'nulify'", "did you mean 'nullify'?" },
        { "PACE0002", Transform("nullify: { «all»: true }"), "'all'", "known are no keys: {}" },
        { "PACE0002", "metadata:\n  «1»: x\n", "'1'", "known are title" },
        { "PACE0003", "metadata:\n  title: one\n  «title»: two\n", "'title' is there twice: first in line 2", "" },
        { "PACE0003", "rule_sets: []\n«ruleSets»: []\n", "'ruleSets' is there twice: first in line 1, as 'rule_sets'", "" },
        { "PACE0003", Transform("regexp: { regexp: a, \"«regexp\"»: b }").Replace("\"«", "«\"", StringComparison.Ordinal), "twice", "" },
        { "PACE0006", Transform("identity: {}\n            «nullify»: {}"), "'nullify' cannot stand together with 'identity' of line 7", "keep the one that is meant" },
        { "PACE0006", Transform("principals: [{ group: a, «role»: b }]\n            nullify: {}"), "'role' cannot stand together with 'group'", "" },
        { "PACE0006", Filter("generic_filter: { conditions: [] }\n        «retention_filter»: {}"), "'retention_filter'", "" },
        { "PACE0006", "source: { ref: { platform: { platform_type: POSTGRES, id: p }, «catalog»: {} } }\n", "'catalog'", "" },
        { "PACE0006", Transform("numeric_rounding: { ceil: { divisor: 1 }, «round»: {} }"), "'round'", "" },

        // Texts that are none
        { "PACE0005", Transform("fixed: { value: «0000» }"), "a number '0000' stands where a text is expected", "quote it: \"0000\"" },
        { "PACE0005", Transform("fixed: { value: «12:30» }"), "a number '12:30'", "quote it: \"12:30\"" },
        { "PACE0005", Transform("fixed: { value: «1_000» }"), "a number '1_000'", "quote it" },
        { "PACE0005", Transform("fixed: { value: «.nan» }"), "a number '.nan'", "quote it" },
        { "PACE0005", Transform("fixed: { value: «null» }"), "'null' stands where a text is expected", "quote it: \"null\"" },
        { "PACE0005", Transform("fixed: { «value»: }"), "'value' says nothing", "or nullify: {} instead of fixed for NULL" },
        { "PACE0005", Filter("generic_filter: { conditions: [{ condition: «true» }] }"), "a boolean 'true'", "quote it: \"true\"" },
        { "PACE0005", "metadata:\n  title: «~»\n", "'~'", "quote it: \"~\"" },
        { "PACE0005", "source: { fields: [{ name_parts: [a, «1»] }] }\n", "a number '1'", "quote it: \"1\"" },
        { "PACE0005", "source: { fields: [{ name_parts: [«null»] }] }\n", "'null'", "quote it" },

        // Null that would take a mask away
        { "PACE0005", Transform("«nullify»:"), "'nullify' says nothing", "write nullify: {}" },
        { "PACE0005", Transform("nullify: «~»"), "'nullify' says nothing", "write nullify: {}" },
        { "PACE0005", Transform("identity: «null»"), "'identity'", "write identity: {}" },
        { "PACE0005", Transform("aggregation: { «sum»: }"), "'sum'", "write sum: {}" },
        { "PACE0005", Transform("numeric_rounding: { round: { «divisor»: } }"), "'divisor'", "or leave the key out" },
        { "PACE0005", Transform("hash: { seed: «null» }"), "'seed'", "or leave the key out" },
        { "PACE0005", Transform("principals: [{ «group»: }]\n            nullify: {}"), "'group'", "write the group's name" },
        { "PACE0005", Filter("«generic_filter»:"), "'generic_filter'", "write conditions below it" },
        { "PACE0005", Filter("retention_filter: { conditions: [{ «period»: }] }"), "'period'", "leave the key out to keep rows for ever" },
        { "PACE0004", "rule_sets:\n  - filters:\n      - «~»\n", "nothing stands where a mapping is expected", "generic_filter" },
        { "PACE0104", Filter("«{}»"), "the filter does not say which", "add generic_filter or retention_filter" },

        // Other types
        { "PACE0005", "source: { fields: [{ required: «yes» }] }\n", "a text 'yes' stands where true or false is expected", "write true or false, without quotes" },
        { "PACE0005", "source: { fields: [{ required: «\"true\"» }] }\n", "a text 'true'", "without quotes" },
        { "PACE0005", "source: { fields: [{ required: «1» }] }\n", "a number '1'", "true or false" },
        { "PACE0005", "metadata:\n  version: «two»\n", "a text 'two' stands where a 32-bit integer is expected", "decimal digits" },
        { "PACE0005", "metadata:\n  version: «1.5»\n", "'1.5'", "an integer" },
        { "PACE0005", "metadata:\n  version: «010»\n", "'010'", "without leading zeros" },
        { "PACE0005", "metadata:\n  version: «0x10»\n", "'0x10'", "decimal digits" },
        { "PACE0005", "metadata:\n  version: «2147483648»\n", "'2147483648' is out of range", "from -2147483648 to 2147483647" },
        { "PACE0005", Transform("hash: { seed: «9223372036854775808» }"), "is out of range", "from -9223372036854775808 to 9223372036854775807" },
        { "PACE0005", Transform("numeric_rounding: { ceil: { divisor: «.inf» } }"), "'.inf' stands where a number is expected", "finite number" },
        { "PACE0005", Transform("numeric_rounding: { ceil: { divisor: «\"NaN\"» } }"), "'NaN'", "finite number" },
        { "PACE0005", Transform("numeric_rounding: { ceil: { divisor: «1e29» } }"), "'1e29' has more digits", "28 digits" },
        { "PACE0005", Transform("numeric_rounding: { ceil: { divisor: «0.00000000000000000000000000001» } }"), "more digits", "after the point" },
        { "PACE0005", "metadata:\n  create_time: «yesterday»\n", "'yesterday' stands where a date and time is expected", "RFC 3339" },
        { "PACE0005", "metadata:\n  create_time: «2023-02-29T00:00:00Z»\n", "'2023-02-29T00:00:00Z'", "RFC 3339" },
        { "PACE0005", Platform("platform_type: «POSTGRESS», id: p"), "'POSTGRESS' is not a platform type", "did you mean 'POSTGRES'?" },
        { "PACE0005", Platform("platform_type: «postgres», id: p"), "'postgres'", "did you mean 'POSTGRES'?" },
        { "PACE0005", Platform("platform_type: «9», id: p"), "a number '9'", "write one of DATABRICKS, SNOWFLAKE" },
        { "PACE0104", "source: { ref: { «platform»: { id: p } } }\n", "the platform has no platform_type", "add platform_type: POSTGRES" },
        { "PACE0104", Platform("platform_type: «PLATFORM_TYPE_UNSPECIFIED», id: p"), "no platform_type", "add platform_type" },

        // Shapes
        { "PACE0004", "«- a»\n".Replace("- a»", "-» a", StringComparison.Ordinal), "a list stands where a policy is expected", "" },
        { "PACE0004", "«demo»\n", "a text stands where a policy is expected", "metadata, source and rule_sets" },
        { "PACE0004", "metadata: «demo»\n", "a text stands where a mapping is expected", "title" },
        { "PACE0004", "«rule_sets»: { target: {} }\n", "a mapping stands where a list is expected", "write each item after '- '" },
        { "PACE0004", "metadata:\n  tags: «one»\n", "a text stands where a list is expected", "" },
        { "PACE0004", "metadata:\n  «title»: [a]\n", "a list stands where a text is expected", "" },
        { "PACE0004", "«[a]»: b\n", "a list stands where a key is expected", "" },
        { "PACE0004", "source:\n  fields:\n    - «id»\n", "a text stands where a mapping is expected", "name_parts" },

        // YAML
        { "PACE0008", "metadata: «&m»\n  title: demo\n", "an anchor stands here: '&m'", "" },
        { "PACE0008", "metadata:\n  title: «*m»\n", "an alias stands here: '*m'", "" },
        { "PACE0008", "metadata:\n  title: «!!str 12»\n", "a tag stands here", "" },
        { "PACE0008", "metadata:\n  title: abc\n  «<<»: { title: demo }\n", "a merge key", "write the keys out" },
        { "PACE0008", "metadata: {}\n«---»\nmetadata: {}\n", "a second document begins here", "a file of its own" },
        { "PACE0001", "", "the document is empty", "metadata, source and rule_sets" },
        { "PACE0001", "# nothing\n", "the document is empty", "" },
        { "PACE0001", "---\n", "the document is empty", "" },
        { "PACE0001", "metadata:\n«\t»title: demo\n", "a tab is used for indentation", "" },
        { "PACE0001", "metadata:\n  title: a«\0»b\n", "the character U+0000 cannot stand in YAML as it is", "\\u0000 in double quotes" },
        { "PACE0001", "# a comment«\u2028»metadata: {}\n", "the character U+2028", "" },
        { "PACE0001", "metadata:\n  title: a\n   tags«:» []\n", "this is not YAML", "" },
    };

    public static TheoryData<string, string, string, string> Json => new()
    {
        { "PACE0002", "{\n  \"metadata\": { «\"titel\"»: \"demo\" }\n}", "'titel'", "did you mean 'title'?" },
        { "PACE0003", "{ \"metadata\": { \"title\": \"é😀\", «\"title\"»: \"b\" } }", "'title' is there twice: first in line 1", "" },
        { "PACE0003", "{ \"rule_sets\": [],\r\n«\"ruleSets\"»: [] }", "as 'rule_sets'", "" },
        { "PACE0005", "{ \"metadata\": { \"title\": «12» } }", "a number '12'", "quote it: \"12\"" },
        { "PACE0005", "{ \"metadata\": { \"title\": «true» } }", "a boolean 'true'", "quote it: \"true\"" },
        { "PACE0005", "{ \"source\": { \"fields\": [ { \"name_parts\": [ «null» ] } ] } }", "nothing stands where a text is expected", "an empty one is \"\"" },
        { "PACE0005", "{ \"rule_sets\": [ { \"field_transforms\": [ { \"transforms\": [ { \"nullify\": «null» } ] } ] } ] }", "'nullify' says nothing", "write nullify: {}" },
        { "PACE0004", "«[1, 2]»", "a list stands where a policy is expected", "" },
        { "PACE0004", "{ \"source\": { \"fields\": [ «\"a\"» ] } }", "a text stands where a mapping is expected", "" },
        { "PACE0001", "", "the document is empty", "" },
        { "PACE0001", " \n ", "the document is empty", "" },
        { "PACE0001", "{ \"metadata\": «'a'» }".Replace("'a'»", "'»a'", StringComparison.Ordinal), "this is not JSON", "" },
        { "PACE0001", "{ \"metadata\": {}, «}»", "this is not JSON", "" },
        { "PACE0001", "{ «/»/ no comments\n }", "this is not JSON", "" },
        { "PACE0001", "{} «{»}", "this is not JSON", "" },
        { "PACE0001", "{ \"metadata\": { \"title\": «\"\\ud83d\"» } }", "half a character", "" },
    };

    [Theory]
    [MemberData(nameof(Yaml))]
    public void A_mistake_in_yaml_is_told_with_its_place_and_what_to_do(string code, string marked, string message, string hint) =>
        AssertOnly(code, marked, message, hint, PolicyFormat.Yaml);

    [Theory]
    [MemberData(nameof(Json))]
    public void A_mistake_in_json_is_told_with_its_place_and_what_to_do(string code, string marked, string message, string hint) =>
        AssertOnly(code, marked, message, hint, PolicyFormat.Json);

    [Fact]
    public void Half_a_character_is_refused_where_it_stands()
    {
        foreach (string half in new[] { "\ud83d", "\ude00", "\ude00\ud83d" })
        {
            AssertOnly("PACE0001", $"metadata:\n  title: a«{half[0]}»{half[1..]}\n", $"the character U+{(int)half[0]:X4}", "half a character", PolicyFormat.Yaml);
        }
    }

    [Fact]
    public void All_mistakes_of_a_document_are_told_in_the_order_of_its_lines()
    {
        const string Text = """
            metadata:
              titel: demo
              version: one
            source:
              fields: [{ name: id }]
            rule_sets:
              - target: { ref: { integration_fqn: 12 } }
                filter: []
            """;
        PolicyReadResult result = PolicyReader.Read(Text, PolicyFormat.Yaml, "demo.yaml");
        Assert.Equal(
            ["2,3 PACE0002", "3,12 PACE0005", "5,14 PACE0002", "7,39 PACE0005", "8,5 PACE0002"],
            result.Diagnostics.Select(item => $"{item.Position} {item.Id}"));
        Assert.True(result.HasErrors);
        Assert.NotNull(result.Policy);
        Assert.Equal(
            "demo.yaml(2,3): error PACE0002: key 'titel' is not known here; did you mean 'title'?",
            result.Diagnostics[0].ToString());
        Assert.Equal("  titel: demo", result.Diagnostics[0].SourceLine);
        Assert.Equal(result.Diagnostics, result.Policy.Origin?.ReadDiagnostics);
    }

    private static void AssertOnly(string code, string marked, string message, string hint, PolicyFormat format)
    {
        bool placed = marked.Contains('«', StringComparison.Ordinal);
        MarkedText document = placed ? MarkedText.Parse(marked) : new MarkedText(marked, new TextPosition(1, 1));
        PolicyReadResult result = PolicyReader.Read(document.Text, format, "p.yaml");
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(code, found.Id);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
        Assert.Contains(hint, found.Hint ?? found.Code.Remedy, StringComparison.Ordinal);
        Assert.Equal(document.Position with { Length = 0 }, found.Position!.Value with { Length = 0 });
        Assert.True(!placed || found.Position.Value.Length == document.Position.Length, $"length {found.Position.Value.Length}");
        Assert.Equal("p.yaml", found.File);
        Assert.True(result.HasErrors);
    }

    private static string Transform(string action) => $"""
        # one transform
        rule_sets:
          - field_transforms:
              - field: # of it
                  name_parts: [id]
                transforms:
                  - {action}

        """;

    private static string Filter(string filter) => $"rule_sets:\n  - filters:\n      - {filter}\n";

    private static string Platform(string members) => $"source: {{ ref: {{ platform: {{ {members} }} }} }}\n";
}
