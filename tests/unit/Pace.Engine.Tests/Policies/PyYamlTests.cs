using System.Text.Json;
using FsCheck.Fluent;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

public sealed class PyYamlTests
{
    // PyYAML reads YAML 1.1, Pace's own reader is near 1.2: what both read alike, others do too.
    private const string ReadEach = """
        import json, os, sys, yaml
        out = []
        folder = sys.argv[1]
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding='utf-8', newline='') as f:
                out.append(yaml.load(f.read(), Loader=yaml.SafeLoader))
        print(json.dumps(out))
        """;

    [PythonFact]
    public void Yaml_that_was_written_means_the_same_to_pyyaml()
    {
        List<DataPolicy> policies =
        [
            .. PolicyGenerator.NastyTexts.Select(text => new DataPolicy { Metadata = new PolicyMetadata { Title = text, Tags = [text] } }),
            .. PolicyGenerator.Policy.Sample(150, 30),
        ];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pace-yaml-");
        try
        {
            for (int i = 0; i < policies.Count; i++)
            {
                PolicyWriter.WriteFile(policies[i], Path.Combine(folder.FullName, $"{i:D6}.yaml"));
            }

            using JsonDocument read = JsonDocument.Parse(PythonFactAttribute.Run(ReadEach, folder.FullName));
            Assert.Equal(policies.Count, read.RootElement.GetArrayLength());
            for (int i = 0; i < policies.Count; i++)
            {
                string expected = PolicyWriter.Write(policies[i], PolicyFormat.Json);
                using JsonDocument document = JsonDocument.Parse(expected);
                Assert.True(Same(document.RootElement, read.RootElement[i]), expected + "\n" + PolicyWriter.Write(policies[i], PolicyFormat.Yaml));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }

        return a.ValueKind switch
        {
            JsonValueKind.Object => a.EnumerateObject().Count() == b.EnumerateObject().Count()
                && a.EnumerateObject().All(property => b.TryGetProperty(property.Name, out JsonElement other) && Same(property.Value, other)),
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength()
                && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            JsonValueKind.String => a.GetString() == b.GetString(),
            JsonValueKind.Number => a.GetDouble() == b.GetDouble(),
            _ => true,
        };
    }
}
