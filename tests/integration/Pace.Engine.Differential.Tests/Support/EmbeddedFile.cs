using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>An embedded platform's file in a folder of its own, which is removed in the end.</summary>
public sealed class EmbeddedFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pace-differential-");

    public IProcessingPlatform Platform() => PlatformRegistry.Default.Create(new PlatformSettings(
        SqlitePlatform.EmbeddedId, PlatformType.Sqlite,
        new Dictionary<string, string> { ["path"] = Path.Combine(_folder.FullName, "embedded.db") }));

    public void Dispose() => _folder.Delete(recursive: true);
}
