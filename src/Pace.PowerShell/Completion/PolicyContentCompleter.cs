using System.Globalization;
using System.Management.Automation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.PowerShell.Rows;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes what stands in the policy that the command names, by path or as an object.</summary>
internal abstract class PolicyContentCompleter : CandidateCompleter
{
    private static readonly string[] Parameters = ["DataPolicy", "Path", "LiteralPath"];

    /// <summary>What may stand there.</summary>
    protected abstract IReadOnlyList<Candidate> Of(DataPolicy policy, CompletionRequest request);

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        Parameters.Select(request.Value).FirstOrDefault(value => value is not null) switch
        {
            DataPolicy policy => Candidates.Quickly($"{GetType().Name}\n{policy.Id}\n{policy.GetHashCode()}", _ => Of(policy, request)),
            string path when TypedPath.ResolveFile(path) is { } file => Candidates.Quickly(
                $"{GetType().Name}\n{file}\n{request.Platform}", _ => PolicyReader.ReadFile(file).Policy is { } policy ? Of(policy, request) : []),
            _ => [],
        };
}

/// <summary>Completes the groups of a policy.</summary>
internal sealed class PolicyPrincipalCompleter : PolicyContentCompleter
{
    protected override IReadOnlyList<Candidate> Of(DataPolicy policy, CompletionRequest request) =>
        [.. PolicyContent.Groups(policy).Select(name => new Candidate(name, $"group in the policy {policy}"))];
}

/// <summary>Completes the views of a policy.</summary>
internal sealed class PolicyTargetCompleter : PolicyContentCompleter
{
    protected override IReadOnlyList<Candidate> Of(DataPolicy policy, CompletionRequest request) =>
        [.. PolicyContent.Targets(policy).Select(name => new Candidate(name, $"view of the policy {policy}"))];
}

/// <summary>Completes -ExpectedVersion with the version that is stored of the policy, 0 where none is.</summary>
internal sealed class ExpectedVersionCompleter : PolicyContentCompleter
{
    protected override IReadOnlyList<Candidate> Of(DataPolicy policy, CompletionRequest request)
    {
        using PaceSession session = new();
        string platform = session.Platforms.Resolve(request.Platform, policy).Id;
        return session.Policies.Find(new(platform, policy.Id)) is { } stored
            ? [new Candidate(
                stored.Version.ToString(CultureInfo.InvariantCulture),
                $"the version that is stored for {platform}, of {StoredTime.Of(stored.UpdatedAt)}{StoredTime.Title(stored)}")]
            : [new Candidate("0", $"no version of the policy is stored for {platform}")];
    }
}

/// <summary>Completes -TokenTable with the token tables that a policy reads, each to be given a file.</summary>
internal sealed class TokenTableCompleter : PolicyContentCompleter
{
    protected override IReadOnlyList<Candidate> Of(DataPolicy policy, CompletionRequest request)
    {
        IReadOnlyList<string> names = TokenTables.Names(policy);
        string columns = string.Join("; ", names.Select(name => $"{name}: {string.Join(", ", TokenTables.Fields(policy, name).Select(field => field.Name))}"));
        return names.Count == 0 ? [] : [new Candidate($"@{{ {string.Join("; ", names.Select(name => $"{Candidates.QuoteAlways(name)} = './{Plain(name)}.csv'"))} }}", $"columns of {columns}")];
    }

    // It is text of a script, and no argument to be quoted.
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Word.Length > 0 ? [] : Find(request).Select(table => new CompletionResult(table.Text, table.Text, CompletionResultType.ParameterValue, table.ToolTip)).ToList();

    private static string Plain(string name) => string.Concat(name.Split(Path.GetInvalidFileNameChars().Append('\'').ToArray()));
}
