using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Pace.PowerShell.Completion;

/// <summary>Something that may be completed, with its tool tip.</summary>
internal sealed record Candidate(string Text, string ToolTip);

/// <summary>
/// Finds what may be completed without keeping the user waiting: what is not there within 100 ms is left out, and
/// is there at the next key press. Nothing is asked, thrown or written.
/// </summary>
internal static class Candidates
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an answer from this machine's files is kept: for one burst of key presses.</summary>
    public static readonly TimeSpan Local = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer from a platform is kept.</summary>
    public static readonly TimeSpan Remote = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<string, Search> Searches = new(StringComparer.Ordinal);

    /// <summary>The candidates for a question, from the last answer where that is fresh.</summary>
    /// <param name="question">Names what is looked for, and everything that the answer depends on but the environment.</param>
    /// <param name="kept">How long an answer is fresh.</param>
    /// <param name="find">Looks for it, on another thread.</param>
    public static IReadOnlyList<Candidate> Quickly(string question, TimeSpan kept, Func<CancellationToken, IReadOnlyList<Candidate>> find)
    {
        string key = string.Join('\n', question, Environment.GetEnvironmentVariable("PACE_CONFIG_PATH"), Environment.GetEnvironmentVariable("PACE_DATA_PATH"));
        Search search = Searches.AddOrUpdate(
            key,
            _ => new Search(find),
            (_, last) => last.IsOlderThan(kept) ? new Search(find) : last);
        return search.Result(Patience);
    }

    /// <summary>Those that begin with what was typed, quoted where PowerShell needs it.</summary>
    public static IEnumerable<CompletionResult> Matching(this IReadOnlyList<Candidate> candidates, string? typed)
    {
        string word = Unquote(typed ?? "");
        return candidates
            .Where(candidate => Begins(candidate.Text, word))
            .Select(candidate => new CompletionResult(
                Quote(candidate.Text), candidate.Text, CompletionResultType.ParameterValue,
                candidate.ToolTip.Length > 0 ? candidate.ToolTip : candidate.Text))
            .ToList();
    }

    // A table is named with its schema or without.
    private static bool Begins(string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        || text[(text.LastIndexOf('.') + 1)..].StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string Unquote(string typed)
    {
        string word = typed.Trim('\'', '"');
        return typed.StartsWith('\'') ? word.Replace("''", "'", StringComparison.Ordinal) : word;
    }

    private static string Quote(string text)
    {
        bool plain = text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or ':' or '/') && text[0] != '-';
        return plain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
    }

    private sealed class Search
    {
        private readonly Task<IReadOnlyList<Candidate>> _task;
        private readonly long _started = Environment.TickCount64;

        public Search(Func<CancellationToken, IReadOnlyList<Candidate>> find) => _task = Task.Run(() =>
        {
            using CancellationTokenSource bound = new(Longest);
#pragma warning disable CA1031 // A completer has nobody to tell.
            try
            {
                return find(bound.Token);
            }
            catch (Exception)
            {
                return [];
            }
#pragma warning restore CA1031
        });

        public bool IsOlderThan(TimeSpan age) => _task.IsCompleted && Environment.TickCount64 - _started > age.TotalMilliseconds;

        public IReadOnlyList<Candidate> Result(TimeSpan patience) => _task.Wait(patience) ? _task.Result : [];
    }
}
