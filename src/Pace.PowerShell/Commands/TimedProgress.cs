using System.Globalization;
using System.Management.Automation;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Tells what a cmdlet is at and how far it has come, by the clock: what is over soon needs no bar, and one that is
/// drawn for each object would take longer than the work.
/// </summary>
internal sealed class TimedProgress(string activity, Action<ProgressRecord> write)
{
    // What is done sooner needs no bar.
    private const long FirstAfter = 1000;
    private const long NextAfter = 500;

    // Before that it would be a guess.
    private const double LeastFraction = 0.05;

    private long _waiting;
    private long _started = Environment.TickCount64;
    private long _next = Environment.TickCount64 + FirstAfter;
    private object? _item;
    private bool _shown;

    /// <summary>Names what is in hand, the next of some where it is known how many there are.</summary>
    public void Take(object? item)
    {
        _item = item;
        if (Place.Of > 0)
        {
            Wait(null);
        }
    }

    /// <summary>Which item of how many is in hand, from 1; 0 of 0 where it is not known.</summary>
    public (int At, int Of) Place { get; set; }

    /// <summary>Tells how many objects came so far, when it is time to.</summary>
    public void Report(long objects)
    {
        if (IsDue)
        {
            long each = objects * 1000 / Math.Max(1, Environment.TickCount64 - _started);
            Write(activity, string.Create(CultureInfo.CurrentCulture, $"{objects:N0} objects, {each:N0} a second"), null);
        }
    }

    /// <summary>Tells how much of some work is done, when it is time to.</summary>
    /// <param name="work">What is done, such as <c>Importing payments</c>.</param>
    /// <param name="fraction">How much of it, from 0 to 1; null where it is not known.</param>
    /// <param name="status">How far it is; left out: the percentage.</param>
    public void Report(string work, double? fraction, Func<string>? status = null)
    {
        if (IsDue)
        {
            Write(work, status?.Invoke() ?? string.Create(CultureInfo.CurrentCulture, $"{fraction:P0}"), fraction);
        }
    }

    /// <summary>Notes that the cmdlet begins to wait.</summary>
    public void BeginWait() => _waiting = Environment.TickCount64;

    /// <summary>Tells whom the cmdlet waits for, and with what, when it is time to.</summary>
    public void Wait(string? whom)
    {
        if (!IsDue)
        {
            return;
        }

        string place = Place.Of > 1 ? string.Create(CultureInfo.CurrentCulture, $"{Place.At:N0} of {Place.Of:N0}") : "";
        string waiting = whom is null ? "" : string.Create(
            CultureInfo.CurrentCulture, $"waiting for {whom}, {(Environment.TickCount64 - _waiting) / 1000:N0} s");
        string status = string.Join(", ", new[] { _item?.ToString(), place, waiting }.Where(static part => !string.IsNullOrEmpty(part)));
        Write(activity, status.Length == 0 ? "working" : status, Place.Of > 1 ? (Place.At - 1d) / Place.Of : null);
    }

    /// <summary>Begins to measure anew: what comes is other work.</summary>
    public void Restart() => _started = Environment.TickCount64;

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _shown = false;
            write(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private bool IsDue => Environment.TickCount64 >= _next;

    private void Write(string work, string status, double? fraction)
    {
        _shown = true;
        long now = Environment.TickCount64;
        _next = now + NextAfter;
        ProgressRecord record = new(0, work, status);
        if (fraction is { } part)
        {
            record.PercentComplete = (int)(100 * Math.Clamp(part, 0, 1));
            if (part > LeastFraction)
            {
                record.SecondsRemaining = (int)Math.Ceiling((now - _started) * (1 - part) / part / 1000);
            }
        }

        write(record);
    }
}
