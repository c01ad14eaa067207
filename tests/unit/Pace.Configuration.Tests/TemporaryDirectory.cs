namespace Pace.Configuration.Tests;

/// <summary>A directory for one test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pace-configuration-").FullName;

    public string Config => Path.Combine(Root, "config.yaml");

    public static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));

    public string Put(string text)
    {
        File.WriteAllText(Config, text);
        return Config;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
