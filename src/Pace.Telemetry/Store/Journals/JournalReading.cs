namespace Pace.Telemetry.Store.Journals;

/// <summary>A journal as it stood when it was looked at.</summary>
/// <remarks>Fields, as in <see cref="JournalRow"/>.</remarks>
/// <param name="id">Its id.</param>
/// <param name="path">Its file; null where the counts are in memory only.</param>
/// <param name="rows">Its counts.</param>
internal sealed class JournalReading(string id, string? path, List<JournalRow> rows)
{
    /// <summary>Its id.</summary>
    public readonly string Id = id;

    /// <summary>Its file; null where the counts are in memory only.</summary>
    public readonly string? Path = path;

    /// <summary>Whether it is this process's.</summary>
    public bool IsOwn;

    /// <summary>Its counts.</summary>
    public readonly List<JournalRow> Rows = rows;

    /// <summary>Whether its process is gone, so that nothing can be added to it any more.</summary>
    public bool IsOver;
}
