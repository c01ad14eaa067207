using System.Management.Automation;

namespace Pace.PowerShell.Completion;

/// <summary>
/// Completes paths with directories and the files of some kinds, the others only where none of these fits. Names with
/// wildcard characters are escaped where the parameter understands wildcards.
/// </summary>
internal abstract class FileCompleter : CandidateCompleter
{
    private static readonly char[] Separators = ['/', '\\'];
    private static readonly char[] Patterns = ['*', '?'];

    private readonly string[] _extensions;

    protected FileCompleter(params string[] extensions) => _extensions = extensions;

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => [];

    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        string typed = request.Word.StartsWith('\'') ? Candidates.Unquote(request.Word) : TypedPath.Expand(Candidates.Unquote(request.Word));
        if (typed.IndexOfAny(Patterns) >= 0)
        {
            // Patterns are PowerShell's to understand.
            return Wanted([.. CompletionCompleters.CompleteFilename(request.Word).Select(result => new Entry(
                result.ListItemText, result.ResultType == CompletionResultType.ProviderContainer, result))]);
        }

        bool isPattern = CmdletParameters.UnderstandsWildcards(request.Command, request.Parameter);
        string path = isPattern ? WildcardPattern.Unescape(typed) : typed;
        int at = path.LastIndexOfAny(Separators) + 1;
        (string folder, string name) = (path[..at], path[at..]);
        if (TypedPath.Resolve(folder.Length > 0 ? folder : ".") is not { } directory)
        {
            return [];
        }

        // A shared folder may take its time too.
        IReadOnlyList<Candidate> all = Candidates.Quickly($"files\n{directory}", search =>
        {
            search.KeepsFor(TimeSpan.Zero);
            return [.. List(directory)];
        });
        string prefix = folder.Length > 0 ? folder : "." + Path.DirectorySeparatorChar;
        return Wanted([.. all
            .Where(entry => entry.Text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (entry.Text[0] != '.' || name.StartsWith('.')))
            .Select(entry => Offer(directory, prefix, entry, isPattern))]);
    }

    private static Entry Offer(string directory, string prefix, Candidate entry, bool isPattern)
    {
        string path = isPattern ? WildcardPattern.Escape(prefix + entry.Text) : prefix + entry.Text;
        bool isFolder = entry.ToolTip.Length == 0;
        string full = Path.Join(directory, entry.Text);
        return new Entry(entry.Text, isFolder, new CompletionResult(
            Candidates.Quote(path), entry.Text,
            isFolder ? CompletionResultType.ProviderContainer : CompletionResultType.ProviderItem,
            isFolder ? full : $"{full}, {entry.ToolTip}"));
    }

    // The wanted files, then where others may be; anything else only where that is all there is.
    private IEnumerable<CompletionResult> Wanted(IReadOnlyList<Entry> entries)
    {
        List<Entry> wanted = [.. entries.Where(entry => !entry.IsFolder && _extensions.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase)),
            .. entries.Where(entry => entry.IsFolder)];
        return (wanted.Count > 0 ? wanted : entries).Select(entry => entry.Result).ToList();
    }

    // Files with their time, folders without.
    private static IEnumerable<Candidate> List(string directory) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .OrderBy(found => found.Name, StringComparer.OrdinalIgnoreCase)
            .Select(found => new Candidate(found.Name, Directory.Exists(found.FullName) ? "" : $"written {StoredTime.Of(found.LastWriteTimeUtc)}"));

    private sealed record Entry(string Name, bool IsFolder, CompletionResult Result);
}

/// <summary>Completes files with policies or global transforms.</summary>
internal sealed class PolicyFileCompleter() : FileCompleter(".yaml", ".yml", ".json");

/// <summary>Completes files with rows.</summary>
internal sealed class CsvFileCompleter() : FileCompleter(".csv", ".tsv");

/// <summary>Completes SQLite's files.</summary>
internal sealed class DatabaseFileCompleter() : FileCompleter(".db", ".sqlite", ".sqlite3");

/// <summary>Completes files with private keys.</summary>
internal sealed class PrivateKeyFileCompleter() : FileCompleter(".p8", ".pem", ".key");

/// <summary>Completes files with the keys of service accounts.</summary>
internal sealed class JsonFileCompleter() : FileCompleter(".json");

/// <summary>Completes files with certificates.</summary>
internal sealed class CertificateFileCompleter() : FileCompleter(".crt", ".pem", ".cer");

/// <summary>Completes pages.</summary>
internal sealed class PageFileCompleter() : FileCompleter(".html", ".htm");
