using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

public sealed class PolicyFuzzTests
{
    private static readonly string[] Pieces =
    [
        "\n", "\t", "  ", "- ", ": ", ":", "{", "}", "[", "]", ",", "&a ", "*a", "!", "!!str ", "|", ">", "|+9\n", "'", "\"", "\\", "\\u", "%", "%TAG ! a\n", "@", "`", "#", "?", "? ",
        "---\n", "...\n", "<<: ", "\0", "\ufeff", "\u0085", "\ud800", "\udc00", "null", "~", "1e999", "-", "0x", "é", "😀", "ruleSets:", "nullify:", "/*", "\r", "a: &a [*a]\n",
    ];

    private static readonly string[] Documents =
    [
        Fixture.Text("pace-examples", "standalone.yaml"),
        Fixture.Text("pace-examples", "aggregation-transforms.yaml"),
        Fixture.Text("old-spellings", "path-components.yaml"),
        Fixture.Text("old-spellings", "create-time.yaml"),
        "{ metadata: { title: a, tags: [b, c] }, rule_sets: [ { filters: [ ] } ] }",
    ];

    [Theory]
    [InlineData(PolicyFormat.Yaml, 1500)]
    [InlineData(PolicyFormat.Json, 1500)]
    public void No_mutation_of_a_document_makes_the_reader_throw(PolicyFormat format, int count)
    {
        string[] documents = format == PolicyFormat.Yaml
            ? Documents
            : [.. Documents.Select(text => PolicyWriter.Write(PolicyReader.Read(text, PolicyFormat.Yaml).Policy!, PolicyFormat.Json))];
        Property.Holds(Mutants(documents), text => AssertTold(text, format), count);
    }

    [Fact]
    public void No_text_at_all_makes_the_reader_throw() => Property.Holds(
        from pieces in Gen.Elements(Pieces).ListOf() select string.Concat(pieces),
        text =>
        {
            AssertTold(text, PolicyFormat.Yaml);
            AssertTold(text, PolicyFormat.Json);
        },
        1000);

    [Fact]
    public void No_bytes_at_all_make_the_reader_of_files_throw()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pace-fuzz-");
        try
        {
            string path = Path.Combine(folder.FullName, "policy.txt");
            Property.Holds(
                from start in Gen.Elements<byte[]>([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [(byte)'{'])
                from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
                select (byte[])[.. start, .. bytes],
                bytes =>
                {
                    File.WriteAllBytes(path, bytes);
                    PolicyReadResult result = PolicyReader.ReadFile(path);
                    Assert.True(result.Policy is not null || result.HasErrors);
                },
                200);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Either there is a policy, or it is told why not; and every place that is told is in the text.
    private static void AssertTold(string text, PolicyFormat format)
    {
        PolicyReadResult result = PolicyReader.Read(text, format);
        Assert.True(result.Policy is not null || result.Diagnostics.Any(item => item.Severity == DiagnosticSeverity.Error));
        int lines = text.Split('\n', '\r').Length;
        Assert.All(result.Diagnostics, item =>
        {
            Assert.InRange(item.Position!.Value.Line, 1, lines);
            Assert.InRange(item.Position.Value.Column - 1 + item.Position.Value.Length, 0, item.SourceLine!.Length);
            Assert.NotEqual("", item.Message);
        });
        if (!result.HasErrors)
        {
            Assert.Equal(result.Policy, PolicyReader.Read(PolicyWriter.Write(result.Policy!, format), format).Policy);
        }
    }

    private static FsCheck.Gen<string> Mutants(string[] documents) =>
        from document in Gen.Elements(documents)
        from count in Gen.Choose(1, 4)
        from mutations in Mutation.ListOf(count)
        select mutations.Aggregate(document, (text, mutate) => mutate(text));

    private static FsCheck.Gen<Func<string, string>> Mutation => Gen.OneOf(
        from at in Offset
        from piece in Gen.Elements(Pieces)
        select Change((text, i) => text.Insert(i, piece), at),
        from at in Offset
        from length in Gen.Choose(1, 30)
        select Change((text, i) => text.Remove(i, Math.Min(length, text.Length - i)), at),
        from at in Offset
        from other in Offset
        from length in Gen.Choose(1, 60)
        select Change((text, i) => text.Insert(i, Part(text, other % (text.Length + 1), length)), at),
        from at in Offset
        from c in Gen.Choose(0, 0xffff)
        select Change((text, i) => text[..i] + (char)c + Part(text, i + 1, text.Length), at),
        from at in Offset
        select Change((text, i) => text[..i], at));

    private static FsCheck.Gen<int> Offset => Gen.Choose(0, 1_000_000);

    private static string Part(string text, int start, int length) =>
        start >= text.Length ? "" : text.Substring(start, Math.Min(length, text.Length - start));

    private static Func<string, string> Change(Func<string, int, string> change, int at) => text => change(text, at % (text.Length + 1));
}
