using System.Globalization;
using System.Management.Automation;

namespace Pace.PowerShell.Commands;

/// <summary>Tells how far a long input is, by the clock: a bar that is drawn for each object would take longer than the work.</summary>
internal sealed class TimedProgress(string activity, Action<ProgressRecord> write)
{
    // What is done sooner needs no bar.
    private const long FirstAfter = 1000;
    private const long NextAfter = 500;

    private readonly long _started = Environment.TickCount64;
    private long _next = Environment.TickCount64 + FirstAfter;
    private bool _shown;

    /// <summary>Tells it, when it is time to.</summary>
    public void Report(long objects)
    {
        long now = Environment.TickCount64;
        if (now < _next)
        {
            return;
        }

        _shown = true;
        _next = now + NextAfter;
        long each = objects * 1000 / Math.Max(1, now - _started);
        write(new ProgressRecord(0, activity, string.Create(CultureInfo.CurrentCulture, $"{objects:N0} objects, {each:N0} a second")));
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shown)
        {
            write(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
