using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.PowerShell.Rows;

namespace Pace.PowerShell.Completion;

/// <summary>Completes what stands in the policy that the command names, by path or as an object.</summary>
internal abstract class PolicyContentCompleter : IArgumentCompleter
{
    private static readonly string[] Parameters = ["DataPolicy", "Path", "LiteralPath"];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? given = Parameters.Select(name => fakeBoundParameters[name]).FirstOrDefault(value => value is not null);
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given is object[] { Length: > 0 } several ? several[0] : given;
        IReadOnlyList<Candidate> candidates = plain switch
        {
            DataPolicy policy => Of(policy),
            string path when Resolve(path) is { } file => Candidates.Quickly(
                $"{GetType().Name}\n{file}", Candidates.Local, _ => PolicyReader.ReadFile(file).Policy is { } policy ? Of(policy) : []),
            _ => [],
        };
        return candidates.Matching(wordToComplete);
    }

    /// <summary>The names that may stand there.</summary>
    protected abstract IEnumerable<string> Names(DataPolicy policy);

    private IReadOnlyList<Candidate> Of(DataPolicy policy) => [.. Names(policy).Select(name => new Candidate(name, ""))];

    private static string? Resolve(string path)
    {
#pragma warning disable CA1031 // A completer has nobody to tell.
        try
        {
            using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
            return shell.AddCommand("Resolve-Path").AddParameter("Path", path).Invoke<PathInfo>().FirstOrDefault()?.ProviderPath;
        }
        catch (Exception)
        {
            return null;
        }
#pragma warning restore CA1031
    }
}

/// <summary>Completes the groups of a policy.</summary>
internal sealed class PolicyPrincipalCompleter : PolicyContentCompleter
{
    protected override IEnumerable<string> Names(DataPolicy policy) => PolicyContent.Groups(policy);
}

/// <summary>Completes the views of a policy.</summary>
internal sealed class PolicyTargetCompleter : PolicyContentCompleter
{
    protected override IEnumerable<string> Names(DataPolicy policy) => PolicyContent.Targets(policy);
}
