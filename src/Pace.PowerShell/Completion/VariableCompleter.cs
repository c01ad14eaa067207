namespace Pace.PowerShell.Completion;

/// <summary>
/// Completes the names of environment variables, never what is in them: those that sound like secrets, the others only
/// where none of these fits.
/// </summary>
internal sealed class VariableCompleter : CandidateCompleter
{
    private static readonly string[] Telling = ["PASS", "_PWD", "SECRET", "KEY", "TOKEN", "CREDENTIAL"];

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request)
    {
        List<string> fitting = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith(Candidates.Unquote(request.Word), StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)];
        List<string> telling = [.. fitting.Where(name => Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        return [.. (telling.Count > 0 ? telling : fitting).Select(name => new Candidate(name, "an environment variable of this process"))];
    }
}
