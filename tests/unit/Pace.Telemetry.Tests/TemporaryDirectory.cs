namespace Pace.Telemetry.Tests;

/// <summary>A directory for one test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pace-telemetry-").FullName;

    public string Telemetry => Path.Combine(Root, "telemetry.yaml");

    public string Ledger => Path.Combine(Root, "telemetry.ledger");

    public string Put(string fixture)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture), Telemetry, overwrite: true);
        return Telemetry;
    }

    // A fold in the background may just be writing.
    public void Dispose()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Sleep(20);
            }
        }
    }
}
