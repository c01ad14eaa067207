using System.Text;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of encodings.</summary>
internal sealed class EncodingCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("encodings", static _ =>
        [.. EncodingTransformAttribute.Names.Select(name => new Candidate(name, Describe(name)))]);

    private static string Describe(string name) =>
        new EncodingTransformAttribute().Transform(null!, name) is Encoding encoding ? $"{encoding.EncodingName}, code page {encoding.CodePage}" : "";
}

/// <summary>Completes what may stand between two fields of a CSV file.</summary>
internal sealed class DelimiterCompleter : CandidateCompleter
{
    // The tab is written as PowerShell writes it: nobody sees one between quotes.
    private static readonly (string Text, string ToolTip)[] Usual = [("','", "comma"), ("';'", "semicolon"), ("\"`t\"", "tab"), ("'|'", "vertical bar")];

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => [];

    protected override IEnumerable<System.Management.Automation.CompletionResult> Complete(CompletionRequest request)
    {
        string word = request.Word.Trim('\'', '"');
        return [.. Usual.Where(usual => usual.Text[1..].StartsWith(word, StringComparison.Ordinal))
            .Select(usual => new System.Management.Automation.CompletionResult(
                usual.Text, usual.Text, System.Management.Automation.CompletionResultType.ParameterValue, usual.ToolTip))];
    }
}
