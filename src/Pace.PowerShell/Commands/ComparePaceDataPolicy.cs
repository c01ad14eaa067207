using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Comparison;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Compares what a policy says with what its platform really has; or two versions of a stored policy; or two policies
/// as files or objects. An object for each difference, and nothing where there is none.
/// </summary>
[Cmdlet(VerbsData.Compare, "PaceDataPolicy", DefaultParameterSetName = PlatformSet)]
[OutputType("Pace.Engine.Comparison.PolicyDifference")]
public sealed class ComparePaceDataPolicyCommand : PlatformCmdlet
{
    private const string PlatformSet = "Platform";
    private const string VersionSet = "Version";
    private const string PolicySet = "Policy";

    /// <summary>The policies' ids, which are their sources' names. Left out: all that are stored.</summary>
    [Parameter(Position = 0, ParameterSetName = PlatformSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = VersionSet)]
    [ArgumentCompleter(typeof(PolicyIdCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The version that is expected; left out: the active one.</summary>
    [Parameter(ParameterSetName = PlatformSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = VersionSet)]
    [ArgumentCompleter(typeof(PolicyVersionCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int Version { get; set; }

    /// <summary>The version that is compared with it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VersionSet)]
    [ArgumentCompleter(typeof(PolicyVersionCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int DifferenceVersion { get; set; }

    /// <summary>The policy that is expected: a file, or an object as Get- or Import-PaceDataPolicy give it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PolicySet)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNull]
    public object? ReferencePolicy { get; set; }

    /// <summary>The policy that is compared with it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PolicySet)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNull]
    public object? DifferencePolicy { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == PolicySet)
        {
            WriteDifferences(PolicyComparer.Compare(Read(ReferencePolicy!), Read(DifferencePolicy!)));
            return;
        }

        if (Id.Length == 0)
        {
            ForOne(null, () => ForEach(Session.Policies.List(ProcessingPlatform), stored => stored.Id, CompareWithPlatform));
            return;
        }

        ForEach(Id, id => id, id =>
        {
            StoredPolicy active = Session.RequireStored(id, ProcessingPlatform);
            StoredPolicy expected = Find(active, Version);
            if (ParameterSetName == VersionSet)
            {
                WriteDifferences(PolicyComparer.Compare(expected.Policy, Find(active, DifferenceVersion).Policy));
            }
            else
            {
                CompareWithPlatform(expected);
            }
        });
    }

    private StoredPolicy Find(StoredPolicy active, int version) => version == 0 || version == active.Version ? active
        : Session.Policies.Find(new PolicyKey(active.ProcessingPlatform, active.Id), version) ?? throw Session.NoVersion(active, version);

    private void CompareWithPlatform(StoredPolicy stored)
    {
        PlatformEntry entry = Session.Platforms.Get(stored.ProcessingPlatform);
        IProcessingPlatform platform = Session.Open(entry);
        DriftRequest request = new(stored.Policy, PolicyPreparation.Compile(stored.Policy, platform.Dialect, WriteWarning), stored.Version);
        WriteVerbose($"Comparing version {stored.Version} of the policy '{stored.Id}' with what {entry.Id} has.");
        IReadOnlyList<PolicyDifference> found = Run(cancellation => platform.FindDriftAsync(request, cancellation));
        WriteVerbose($"{stored.Id}: {(found.Count == 0 ? "no difference" : found.Count == 1 ? "1 difference" : $"{found.Count} differences")}.");
        WriteDifferences(found);
    }

    private DataPolicy Read(object given)
    {
        object plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        switch (plain)
        {
            case DataPolicy policy:
                return policy;
            case StoredPolicy stored:
                return stored.Policy;
            case string or FileInfo:
                string file = FilePaths.Existing(SessionState, plain is FileInfo info ? info.FullName : (string)plain, literal: plain is FileInfo) is [var only]
                    ? only
                    : throw Invalid($"'{plain}' stands for several files.");
                PolicyInput input = PolicyFiles.Read(file, FilePaths.Display(SessionState, file));
                return input.HasErrors
                    ? throw Engine.Diagnostics.PaceException.Invalid(input.Name, input.Diagnostics)
                    : input.Required;
            default:
                throw Invalid($"A {plain.GetType().Name} is no policy.");
        }
    }

    private static CmdletException Invalid(string message) => new(
        PaceErrors.ParameterInvalid, message, "Name one file, or give an object of Get-PaceDataPolicy or Import-PaceDataPolicy.");

    private void WriteDifferences(IReadOnlyList<PolicyDifference> found)
    {
        foreach (PolicyDifference difference in found)
        {
            WriteObject(difference);
        }
    }
}
