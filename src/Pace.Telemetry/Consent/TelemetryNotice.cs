using System.Text;
using Pace.Configuration;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Consent;

/// <summary>The notice that is shown once for each installation.</summary>
/// <remarks>
/// A mark beside the telemetry file says that it was shown; the process that makes the mark shows the notice, and no
/// other. A process that shows it never sends anything. Where the mark cannot be made, nothing can be counted either,
/// and nothing is shown.
/// </remarks>
public sealed class TelemetryNotice
{
    private const string MarkText = "Pace's notice about counting was shown. Without this file it is shown once more.\n";
    private readonly TelemetryContext _context;
    private int _asked;

    internal TelemetryNotice(TelemetryContext context) => _context = context;

    /// <summary>The notice, to be shown by who gets it: two lines, or three where the CLI uploads the same file.</summary>
    /// <param name="isInteractive">Whether a person sees what is written: an interactive host, nothing redirected.</param>
    /// <returns>The lines, separated by <c>\n</c>; null where there is nothing to show. Never throws.</returns>
    public string? TryTake(bool isInteractive)
    {
        // Once in a process is enough: the first cmdlet shows it, or nobody has to.
        if (!isInteractive || Interlocked.Exchange(ref _asked, 1) != 0) return null;
        try
        {
            return Take();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return null;
        }
    }

    private string? Take()
    {
        if (_context.FindStore() is not { } store) return null;
        TelemetryFiles files = TelemetryFiles.Beside(store.File);
        if (File.Exists(files.NoticeMark)) return null;
        TelemetrySwitches switches = _context.ReadSwitches();
        if (!switches.Recording.IsOn) return null;
        PrivateFiles.CreateDirectory(files.Directory);
        using (FileStream mark = PrivateFiles.Open(files.NoticeMark, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
        {
            _context.NoticeShown = true;
            Explain(mark);
        }

        PacePaths paths = _context.FindPaths();
        return NoticeText.Make(
            paths.Shorten(store.File), switches.Upload.IsOn ? switches.Endpoint!.Host : null,
            CliUpload.FindTrace(paths, _context.Environment) is not null);
    }

    private static void Explain(FileStream mark)
    {
        try
        {
            mark.Write(Encoding.UTF8.GetBytes(MarkText));
        }
        catch (IOException)
        {
            // The disk is full. The mark is there, so this process is the one that shows the notice.
        }
    }
}
