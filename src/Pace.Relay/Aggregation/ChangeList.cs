namespace Pace.Relay.Aggregation;

/// <summary>An hour or a day that is over.</summary>
internal readonly record struct FinishedPeriod(bool IsDay, long Start, byte[] Counts);

/// <summary>What changed since the last commit, as far as nothing else keeps track of it.</summary>
internal sealed class ChangeList
{
    /// <summary>Keys of rows that changed or are gone; one may stand there more than once.</summary>
    public List<UInt128> Rows { get; } = [];

    /// <summary>Which series a sink has shown for the first time.</summary>
    public List<(int Place, int Sink)> Announced { get; } = [];

    /// <summary>Installations that are new in this hour, by <see cref="UsageClient"/>.</summary>
    public int[] HourInstallations { get; } = new int[3];

    /// <summary>Installations that are new in this day, by <see cref="UsageClient"/>.</summary>
    public int[] DayInstallations { get; } = new int[3];

    /// <summary>Periods that are over and go into the store's charts.</summary>
    public List<FinishedPeriod> Finished { get; } = [];

    /// <summary>Whether the next commit must hold a snapshot: records before it belong to another hour.</summary>
    public bool TakeSnapshot { get; set; }

    public void Clear()
    {
        Rows.Clear();
        Announced.Clear();
        Finished.Clear();
        Array.Clear(HourInstallations);
        Array.Clear(DayInstallations);
        TakeSnapshot = false;
    }
}
