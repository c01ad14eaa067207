using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Store;

/// <summary>The content of telemetry.yaml, to be changed and written again.</summary>
/// <remarks>Fields, as in <see cref="CountRow"/>.</remarks>
internal sealed class TelemetryContent
{
    private string? _id;

    /// <summary>The counts.</summary>
    public readonly CountTable Rows = new();

    /// <summary>Keys at the top level that Pace does not know.</summary>
    public readonly List<Extra> Extras = [];

    /// <summary>The version of whoever wrote last.</summary>
    public string? Version;

    /// <summary>The system that the file was made on.</summary>
    public string? OperatingSystem;

    /// <summary>The file's random id; null where there is none, an empty one included.</summary>
    public string? Id
    {
        get => _id;
        set => _id = value is { Length: > 0 } ? value : null;
    }

    /// <summary>Raises a count to at least a value.</summary>
    /// <returns>Whether it was lower.</returns>
    public bool RaiseTo(string command, int exitCode, uint count)
    {
        CountRow row = Rows.GetOrAdd(command, exitCode);
        if (row.Count >= count) return false;
        row.Count = count;
        return true;
    }

    /// <summary>Adds to a count, which stays at its limit.</summary>
    public void Add(string command, int exitCode, ulong count)
    {
        CountRow row = Rows.GetOrAdd(command, exitCode);
        row.Count = CountRow.Add(row.Count, count);
    }

    /// <summary>Forgets Pace's own counts.</summary>
    public void RemoveOwn() => Rows.RemoveAll(static row => CommandNames.IsCmdlet(row.Command));

    /// <summary>Takes over what others wrote meanwhile. Counts only grow, so the higher one is the newer one.</summary>
    public void MergeForeign(TelemetryContent other)
    {
        foreach (CountRow row in other.Rows)
        {
            if (!CommandNames.IsCmdlet(row.Command)) RaiseTo(row.Command, row.ExitCode, row.Count);
        }
    }
}
