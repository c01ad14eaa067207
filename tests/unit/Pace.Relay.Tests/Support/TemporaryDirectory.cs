namespace Pace.Relay.Tests.Support;

/// <summary>A directory for one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pace-relay-").FullName;

    public string Store => Path.Combine(Root, "relay.db");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
