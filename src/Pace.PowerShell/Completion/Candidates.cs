using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace Pace.PowerShell.Completion;

/// <summary>Something that may be completed, with its tool tip.</summary>
internal sealed record Candidate(string Text, string ToolTip);

/// <summary>
/// Finds what may be completed without keeping the user waiting: what a question has no answer to yet is left out, and
/// is there at the next key press. Nothing is asked, thrown or written.
/// </summary>
internal static class Candidates
{
    // Questions hold names of files and of platforms: their number has no other bound.
    private const int MostQuestions = 200;

    private static readonly ConcurrentDictionary<string, Question> Questions = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, bool> Changing = new();
    private static int _generation;

    /// <summary>The candidates for a question: the newest answer that is there in time, else the one before.</summary>
    /// <param name="question">Names what is looked for, and everything that the answer depends on but the environment.</param>
    /// <param name="find">Looks for it, on another thread.</param>
    public static IReadOnlyList<Candidate> Quickly(string question, Func<CandidateSearch, IReadOnlyList<Candidate>> find)
    {
        string key = string.Join('\n', question, Environment.GetEnvironmentVariable("PACE_CONFIG_PATH"), Environment.GetEnvironmentVariable("PACE_DATA_PATH"));
        if (Questions.Count >= MostQuestions)
        {
            Questions.Clear();
        }

        return Questions.GetOrAdd(key, static _ => new Question()).Ask(find, Volatile.Read(ref _generation));
    }

    /// <summary>A cmdlet is over: what it may have changed is looked for again, also where an answer would be fresh still.</summary>
    public static void Reconsider(Type cmdlet)
    {
        // Who never completes anything pays nothing.
        if (!Questions.IsEmpty && Changing.GetOrAdd(cmdlet, static type => type.GetCustomAttribute<CmdletAttribute>(inherit: false)?.SupportsShouldProcess ?? false))
        {
            Interlocked.Increment(ref _generation);
        }
    }

    /// <summary>Those that begin with what was typed, quoted where PowerShell needs it.</summary>
    public static IEnumerable<CompletionResult> Matching(this IReadOnlyList<Candidate> candidates, string? typed)
    {
        string word = Unquote(typed ?? "");
        return candidates
            .Where(candidate => candidate.Text.Length > 0 && Begins(candidate.Text, word))
            .Select(candidate => new CompletionResult(
                Quote(candidate.Text), candidate.Text, CompletionResultType.ParameterValue,
                candidate.ToolTip.Length > 0 ? candidate.ToolTip : candidate.Text))
            .ToList();
    }

    /// <summary>What was typed, without the quotes around it.</summary>
    public static string Unquote(string typed)
    {
        if (typed is not ['\'' or '"', ..])
        {
            return typed;
        }

        char quote = typed[0];
        string word = typed.Length > 1 && typed[^1] == quote ? typed[1..^1] : typed[1..];
        return word.Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);
    }

    /// <summary>A text as PowerShell takes it for one argument.</summary>
    public static string Quote(string text)
    {
        // A tilde means one's home in quotes too, but looks better without.
        ReadOnlySpan<char> rest = text.StartsWith("~/", StringComparison.Ordinal) ? text.AsSpan(1) : text;
        bool plain = text.Length > 0 && IsPlain(rest) && text[0] != '-';
        return plain ? text : QuoteAlways(text);
    }

    /// <summary>A text in quotes, whatever is in it.</summary>
    public static string QuoteAlways(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // A table is named with its schema or without.
    private static bool Begins(string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        || text[(text.LastIndexOf('.') + 1)..].StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.' or '-' or ':' or '/') && c != Path.DirectorySeparatorChar)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Question
    {
        private CandidateSearch? _search;
        private IReadOnlyList<Candidate> _last = [];

        public IReadOnlyList<Candidate> Ask(Func<CandidateSearch, IReadOnlyList<Candidate>> find, int generation)
        {
            CandidateSearch search;
            lock (this)
            {
                if (_search is null || _search.IsOver(generation))
                {
                    _search = new CandidateSearch(find, generation);
                }

                search = _search;
            }

            if (search.Wait() is { } found)
            {
                Volatile.Write(ref _last, found);
            }

            return Volatile.Read(ref _last);
        }
    }
}
