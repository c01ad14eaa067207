using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using Pace.Configuration;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Usage;
using Pace.Telemetry;

namespace Pace.PowerShell.Commands;

/// <summary>Shows one's own usage: a chart in the terminal, or with <c>-Html</c> a page. Nothing leaves the machine.</summary>
[Cmdlet(VerbsCommon.Show, "PaceTelemetry", DefaultParameterSetName = ChartSet, SupportsShouldProcess = true)]
[OutputType(typeof(PaceTelemetryUsage), ParameterSetName = [ChartSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [HtmlSet])]
public sealed class ShowPaceTelemetryCommand : PaceCmdlet
{
    private const string ChartSet = "Chart";
    private const string HtmlSet = "Html";

    /// <summary>Makes one page that needs nothing else, and gives its file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HtmlSet)]
    public SwitchParameter Html { get; set; }

    /// <summary>The page's file. Left out: <c>telemetry.html</c> in the data directory, and the browser opens it.</summary>
    [Parameter(Position = 0, ParameterSetName = HtmlSet)]
    [ArgumentCompleter(typeof(PageFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        TelemetryDocument document = Recorder.Default.Read() ?? throw TelemetryErrors.NoPlace();
        if (document.State is TelemetryFileState.Broken or TelemetryFileState.Unreadable)
        {
            WriteWarning("telemetry.yaml cannot be read; Get-PaceTelemetryStatus says more.");
        }

        if (Html)
        {
            MakePage(document);
            return;
        }

        IReadOnlyList<PaceTelemetryUsage> rows = new UsageChart(ChartStyle.Of(this)).Draw(document.Entries);
        if (rows.Count == 0)
        {
            WriteWarning("Nothing was counted yet.");
        }

        foreach (PaceTelemetryUsage row in rows)
        {
            WriteObject(row);
        }
    }

    private void MakePage(TelemetryDocument document)
    {
        string file;
        if (Path is not null)
        {
            file = FilePaths.Single(SessionState, Path);
            if (Directory.Exists(file))
            {
                throw new CmdletException(
                    PaceErrors.FileUnusable, $"'{Path}' is a directory.", $"Name a file in it: {System.IO.Path.Join(Path, "telemetry.html")}", file);
            }
        }
        else
        {
            file = System.IO.Path.Combine(PacePaths.FromProcess().DataDirectory, "telemetry.html");
        }

        if (!ShouldProcess(file, "Write a page of one's own usage"))
        {
            return;
        }

        if (Path is null)
        {
            string directory = System.IO.Path.GetDirectoryName(file)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        OutputFile.Write(file, UsagePage.Make(document, DateTime.Now));
        WriteObject(new FileInfo(file));
        if (Path is null)
        {
            Open(file);
        }
    }

    // Nobody is there to look where output is redirected; and a machine may have no browser, which is no error.
    private void Open(string file)
    {
        if (Console.IsOutputRedirected || !Environment.UserInteractive || HasNoDesktop)
        {
            return;
        }

        try
        {
            using Process? browser = System.Diagnostics.Process.Start(new ProcessStartInfo(file) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            WriteVerbose($"No browser could be started: {e.Message}");
        }
    }

    private static bool HasNoDesktop => OperatingSystem.IsLinux()
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
}
