using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;

namespace Pace.Relay.Publishing;

/// <summary>What <c>GET /api/usage</c> answers. docs/relay.md describes it field by field.</summary>
/// <param name="Window"><c>day</c>, <c>week</c> or <c>month</c>.</param>
/// <param name="Client"><c>all</c>, <c>cli</c> or <c>powershell</c>.</param>
/// <param name="Generated">When, in UTC.</param>
/// <param name="Step"><c>hour</c> or <c>day</c>: how long each point is. A day has 24 hours, a week 7 days, a month 30.</param>
/// <param name="Installations">How many installations there are, and when they were heard of.</param>
/// <param name="Runs">Invocations in the window.</param>
/// <param name="Commands">Commands, the most used first.</param>
/// <param name="Versions">Versions by the installations of the window, the most common first.</param>
/// <param name="Systems">Systems by the installations of the window, the most common first.</param>
public sealed record UsageReport(
    string Window, string Client, DateTimeOffset Generated, string Step,
    UsageInstallations Installations, UsageRuns Runs, IReadOnlyList<UsageCommand> Commands,
    IReadOnlyList<UsageShare> Versions, IReadOnlyList<UsageShare> Systems);

/// <summary>Installations.</summary>
/// <param name="Active">Heard of within the window.</param>
/// <param name="Day">Within the last day, of all clients.</param>
/// <param name="Week">Within the last 7 days, of all clients.</param>
/// <param name="Month">Within the last 30 days, of all clients.</param>
/// <param name="Points">How many different ones each step heard of, oldest first, steps without any included.</param>
public sealed record UsageInstallations(int Active, int Day, int Week, int Month, IReadOnlyList<UsagePoint> Points);

/// <summary>A step of a chart.</summary>
/// <param name="Time">Its beginning, UTC.</param>
/// <param name="Value">Its value.</param>
public sealed record UsagePoint(DateTimeOffset Time, long Value);

/// <summary>Invocations.</summary>
/// <param name="Count">All in the window.</param>
/// <param name="Failed">Those of them that failed: any exit code but 0 and 130.</param>
/// <param name="Points">By step, oldest first.</param>
/// <param name="FailedPoints">Those that failed, by step.</param>
public sealed record UsageRuns(long Count, long Failed, IReadOnlyList<UsagePoint> Points, IReadOnlyList<UsagePoint> FailedPoints);

/// <summary>A command.</summary>
/// <param name="Command">Its name as in the metrics; <c>other</c> for all that are on no list.</param>
/// <param name="Client"><c>cli</c>, <c>powershell</c> or <c>other</c>.</param>
/// <param name="Count">Invocations in the window.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Stopped">Those of them that their users stopped.</param>
/// <param name="FailureRate">Failed by count, 0 to 1.</param>
/// <param name="Versions">How it ended by version since counting began, oldest version first, <c>other</c> last.</param>
public sealed record UsageCommand(
    string Command, string Client, long Count, long Failed, long Stopped, double FailureRate, IReadOnlyList<UsageVersion> Versions);

/// <summary>A version of one command.</summary>
/// <param name="Name">The version; <c>other</c> for all that are not published, or were not yet.</param>
/// <param name="Count">Invocations since counting began.</param>
/// <param name="Failed">Those of them that failed.</param>
public sealed record UsageVersion(string Name, long Count, long Failed);

/// <summary>A share of the installations.</summary>
/// <param name="Name">The version or system.</param>
/// <param name="Installations">How many.</param>
public sealed record UsageShare(string Name, int Installations);

/// <summary>How far back, and in what steps.</summary>
internal sealed record UsageWindow(string Name, uint Days, bool StepIsDay)
{
    public static IReadOnlyList<UsageWindow> All { get; } = [new("day", 1, false), new("week", 7, true), new("month", 30, true)];

    /// <summary>The length of a step, in seconds.</summary>
    public long Step => StepIsDay ? 86400 : 3600;

    public int Steps => StepIsDay ? (int)Days : 24;

    /// <summary>The beginnings of the steps, the current one last.</summary>
    public IReadOnlyList<long> Starts(long now) =>
        [.. Enumerable.Range(0, Steps).Select(i => now - (now % Step) - ((Steps - 1 - i) * Step))];
}

/// <summary>Makes a report of finished periods, the current one, and what installations last said.</summary>
internal static class UsageReporter
{
    public static UsageReport Make(UsageWindow window, UsageClient client, NameTable names, UsageSources sources)
    {
        IReadOnlyList<long> starts = window.Starts(sources.Now);
        var periods = starts.ToDictionary(static start => start, _ => new UsagePeriod(names.Count));
        foreach ((long start, byte[] counts) in sources.Finished)
        {
            if (periods.TryGetValue(start, out UsagePeriod? period)) period.AddEncoded(counts);
        }

        var sum = new UsagePeriod(names.Count);
        List<UsagePoint> installations = [], runs = [], failures = [];
        foreach (long start in starts)
        {
            UsagePeriod period = periods[start];
            (long count, long failed) = Sum(period, client, names, sum);
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(start);
            installations.Add(new UsagePoint(time, period.Installations(client)));
            runs.Add(new UsagePoint(time, count));
            failures.Add(new UsagePoint(time, failed));
        }

        return new UsageReport(
            window.Name, Name(client), DateTimeOffset.FromUnixTimeSeconds(sources.Now), window.StepIsDay ? "day" : "hour",
            new UsageInstallations(sources.Tally.Count, sources.Day, sources.Week, sources.Month, installations),
            new UsageRuns(runs.Sum(static point => point.Value), failures.Sum(static point => point.Value), runs, failures),
            Commands(sum, names, VersionTotals.ByCommand(sources.Versions, names)),
            Shares(sources.Tally.Versions), Shares(sources.Tally.Systems));
    }

    public static string Name(UsageClient client) => client switch
    {
        UsageClient.Cli => CommandLabels.Cli,
        UsageClient.PowerShell => CommandLabels.PowerShell,
        _ => "all",
    };

    private static (long Count, long Failed) Sum(UsagePeriod period, UsageClient client, NameTable names, UsagePeriod sum)
    {
        (long count, long failed) = (0, 0);
        for (ushort name = 0; name < names.Count; name++)
        {
            if (client != UsageClient.All && names.Labels(name).Client != Name(client)) continue;
            for (int exit = 0; exit < ReportedExit.Places; exit++)
            {
                long value = period[name, exit];
                if (value == 0) continue;
                count += value;
                if (ReportedExit.IsFailure(exit)) failed += value;
                sum.Add(name, exit, value);
            }
        }

        return (count, failed);
    }

    private static List<UsageCommand> Commands(UsagePeriod sum, NameTable names, ILookup<(string, string), UsageVersion> versions)
    {
        Dictionary<(string, string), (long Count, long Failed, long Stopped)> commands = [];
        for (ushort name = 0; name < names.Count; name++)
        {
            CommandLabels labels = names.Labels(name);
            for (int exit = 0; exit < ReportedExit.Places; exit++)
            {
                long value = sum[name, exit];
                if (value == 0) continue;
                (long count, long failed, long stopped) = commands.GetValueOrDefault((labels.Command, labels.Client));
                commands[(labels.Command, labels.Client)] = (
                    count + value, failed + (ReportedExit.IsFailure(exit) ? value : 0), stopped + (exit == 3 ? value : 0));
            }
        }

        return [.. commands
            .Select(item => new UsageCommand(item.Key.Item1, item.Key.Item2, item.Value.Count, item.Value.Failed, item.Value.Stopped,
                Math.Round((double)item.Value.Failed / item.Value.Count, 6), [.. versions[item.Key]]))
            .OrderByDescending(static command => command.Count).ThenBy(static command => command.Command, StringComparer.Ordinal)];
    }

    private static List<UsageShare> Shares(Dictionary<string, int> counts) =>
        [.. counts.Select(static item => new UsageShare(item.Key, item.Value))
            .OrderByDescending(static share => share.Installations).ThenBy(static share => share.Name, StringComparer.Ordinal)];
}

/// <summary>What a report is made of.</summary>
/// <param name="Now">Seconds since 1970.</param>
/// <param name="Finished">Periods, the current one included; one may come in pieces.</param>
/// <param name="Tally">What the installations of the window last said.</param>
/// <param name="Day">Installations of the last day.</param>
/// <param name="Week">Of the last 7 days.</param>
/// <param name="Month">Of the last 30.</param>
/// <param name="Versions">Of <see cref="VersionTotals"/>.</param>
internal sealed record UsageSources(
    long Now, IReadOnlyList<(long Start, byte[] Counts)> Finished, Tally Tally, int Day, int Week, int Month,
    IReadOnlyDictionary<(ushort Name, uint Version), (long Count, long Failed)> Versions);
