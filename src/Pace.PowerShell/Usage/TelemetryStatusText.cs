using System.Globalization;
using Pace.Configuration;
using Pace.PowerShell.Commands;
using Pace.Telemetry;

namespace Pace.PowerShell.Usage;

/// <summary>Says how counting and uploading stand, in words and in lines of at most 80 columns.</summary>
internal static class TelemetryStatusText
{
    private const string Minutes = "yyyy-MM-dd HH:mm";

    // 'Last upload : ' stands before each.
    private const int Columns = 80 - 14;

    public static PaceTelemetryStatus Describe()
    {
        TelemetryStatus status = TelemetryControl.Default.GetStatus();
        PacePaths paths = PacePaths.FromProcess();
        return new PaceTelemetryStatus
        {
            Recording = status.Recording.IsOn,
            RecordingDecidedBy = status.Recording.DecidedBy.ToString(),
            RecordingAlsoSet = Names(status.Recording),
            Upload = status.Upload.IsOn,
            UploadDecidedBy = status.Upload.DecidedBy.ToString(),
            UploadAlsoSet = Names(status.Upload),
            File = status.File,
            FileState = status.FileState.ToString(),
            Commands = status.Commands,
            Counts = status.Counts,
            Id = status.Id,
            Endpoint = status.Endpoint,
            EndpointFrom = status.EndpointFrom?.ToString(),
            Interval = status.Interval,
            LastUpload = status.LastUpload?.LocalDateTime,
            LastResult = status.LastResult?.ToString(),
            LastHttpStatus = status.LastHttpStatus,
            LastAccepted = status.LastAccepted?.LocalDateTime,
            NextUpload = status.NextUpload?.LocalDateTime,
            SentCopy = status.SentCopy,
            Problems = status.Problems,
            RecordingLine = SwitchLine(status.Recording),
            UploadLine = SwitchLine(status.Upload),
            FileLine = FileLine(status, paths),
            EndpointLine = status.Endpoint is { } endpoint ? $"{endpoint}\n{string.Join('\n', Wrap($"from {status.EndpointFrom}"))}" : "none",
            LastUploadLine = LastLine(status),
            NextUploadLine = NextLine(status),
            ProblemLines = status.Problems.Count == 0 ? null : string.Join('\n', status.Problems.SelectMany(Wrap)),
        };
    }

    private static string[] Names(SwitchDecision decision) => [.. decision.AlsoSet.Select(static found => found.ToString())];

    private static string SwitchLine(SwitchDecision decision)
    {
        string line = decision.DecidedBy.Source == SettingSource.Default
            ? $"{Word(decision.IsOn)}       ({decision.DecidedBy})"
            : $"{Word(decision.IsOn)}       decided by {decision.DecidedBy}";
        return decision.AlsoSet.Count == 0
            ? line
            : $"{line}\n{string.Join('\n', Wrap($"also set: {string.Join(", ", decision.AlsoSet)}"))}";
    }

    private static string Word(bool isOn) => isOn ? "on " : "off";

    private static string FileLine(TelemetryStatus status, PacePaths paths)
    {
        if (status.File is null)
        {
            return "none: there is no home directory, and PACE_CONFIG_PATH is not set";
        }

        string what = status.FileState switch
        {
            TelemetryFileState.Missing => "not there yet",
            TelemetryFileState.Broken => "broken",
            TelemetryFileState.Unreadable => "cannot be read",
            _ => $"{Plural((ulong)status.Commands, "command")}, {Plural(status.Counts, "count")}",
        };
        return $"{paths.Shorten(status.File)}\n{what}";
    }

    private static string LastLine(TelemetryStatus status)
    {
        if (status.LastUpload is not { } last)
        {
            return "none";
        }

        string result = status.LastResult.ToString()!.ToLowerInvariant();
        string answer = status.LastHttpStatus is { } code and not 200 ? $" ({code})" : "";
        string accepted = status.LastAccepted is { } before && before != last
            ? $"; accepted {before.LocalDateTime.ToString(Minutes, CultureInfo.InvariantCulture)}"
            : "";
        return $"{last.LocalDateTime.ToString(Minutes, CultureInfo.InvariantCulture)}, {result}{answer}{accepted}";
    }

    private static string NextLine(TelemetryStatus status)
    {
        if (!status.Upload.IsOn)
        {
            SettingSource source = status.Upload.DecidedBy.Source;
            string until = source == SettingSource.Environment ? $"never, while {status.Upload.DecidedBy.Name} is set"
                : source == SettingSource.Default ? "never, unless somebody agrees: Enable-PaceTelemetry -Upload"
                : $"never, while {status.Upload.DecidedBy} stands";
            return string.Join('\n', Wrap(until));
        }

        return status.NextUpload switch
        {
            null => "unknown",
            { } next when next <= DateTimeOffset.Now => "with the next command",
            { } next => $"{next.LocalDateTime.ToString(Minutes, CultureInfo.InvariantCulture)}, or with the first command after",
        };
    }

    private static IEnumerable<string> Wrap(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Columns)
            {
                yield return line;
                line = "  ";
            }

            line = line.Trim().Length == 0 ? line + word : $"{line} {word}";
        }

        yield return line;
    }

    private static string Plural(ulong number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
