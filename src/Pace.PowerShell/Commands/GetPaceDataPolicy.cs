using System.Management.Automation;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Gets stored policies, or with -Blueprint policies that show tables as they are, to begin with.</summary>
[Cmdlet(VerbsCommon.Get, "PaceDataPolicy", DefaultParameterSetName = StoredSet)]
[OutputType("Pace.Engine.Storage.StoredPolicy", ParameterSetName = [StoredSet])]
[OutputType("Pace.Engine.Policies.DataPolicy", ParameterSetName = [BlueprintSet])]
public sealed class GetPaceDataPolicyCommand : PlatformCmdlet
{
    private const string StoredSet = "Stored";
    private const string BlueprintSet = "Blueprint";

    private long _skipped;
    private long _given;

    /// <summary>
    /// The policies' ids, which are their tables' names; wildcards are understood. Left out: all. With -Blueprint the
    /// tables themselves, by name or as Get-PaceTable gives them.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = StoredSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    // Not mandatory: for input from the pipeline PowerShell would choose this set, and then ask for -Blueprint.
    [Parameter(Position = 0, ParameterSetName = BlueprintSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Table")]
    [ArgumentCompleter(typeof(PolicyOrTableCompleter))]
    [NameTransform]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>A version; left out: the active one.</summary>
    [Parameter(ParameterSetName = StoredSet)]
    [ArgumentCompleter(typeof(PolicyVersionCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int Version { get; set; }

    /// <summary>Gives all versions, oldest first.</summary>
    [Parameter(ParameterSetName = StoredSet)]
    public SwitchParameter History { get; set; }

    /// <summary>How many to give; left out: all.</summary>
    [Parameter(ParameterSetName = StoredSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>How many to leave out before the first.</summary>
    [Parameter(ParameterSetName = StoredSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

    /// <summary>
    /// Makes policies from tables instead. Fields with tags get the global transforms of their tags, and a transform's
    /// FromTag, in YAML a comment, says which tag it came from.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = BlueprintSet)]
    public SwitchParameter Blueprint { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Blueprint)
        {
            if (Id.Length == 0)
            {
                throw new CmdletException(PaceErrors.ParameterInvalid, "-Blueprint needs a table.", "Name one, or pipe it in: Get-PaceTable demo | Get-PaceDataPolicy -Blueprint.");
            }

            foreach (string table in Id)
            {
                ForOne(table, () =>
                {
                    IProcessingPlatform platform = OpenPlatform();
                    DataPolicy blueprint = Run(cancellation => platform.CreateBlueprintAsync(table, cancellation));
                    WriteObject(TaggedBlueprint.Apply(blueprint, Session.GlobalTransforms.List().Select(stored => stored.Transform)));
                });
            }

            return;
        }

        if (Id.Length == 0)
        {
            ForOne(null, WriteList);
            return;
        }

        foreach (string id in Id)
        {
            ForOne(id, () => WriteAll(Matching(id)));
        }
    }

    // The store itself leaves out and limits, unless a policy gives none or several.
    private void WriteList()
    {
        if (Version != 0 || History)
        {
            WriteAll(Session.Policies.List(ProcessingPlatform));
            return;
        }

        Page page = new(Skip, First == long.MaxValue ? null : First);
        foreach (StoredPolicy stored in Session.Policies.List(ProcessingPlatform, page: page))
        {
            WriteObject(stored);
        }
    }

    private void WritePaged(StoredPolicy stored)
    {
        if (_skipped < Skip)
        {
            _skipped++;
        }
        else if (_given < First)
        {
            _given++;
            WriteObject(stored);
        }
    }

    private IReadOnlyList<StoredPolicy> Matching(string id)
    {
        NamePattern pattern = new(id);
        if (pattern.IsPattern)
        {
            return [.. Session.Policies.List(ProcessingPlatform).Where(stored => pattern.IsMatch(stored.Id))];
        }

        IReadOnlyList<StoredPolicy> found = Session.Policies.List(ProcessingPlatform, id);
        return found.Count > 0 ? found : throw Session.NotStored(id, ProcessingPlatform);
    }

    private void WriteAll(IReadOnlyList<StoredPolicy> active)
    {
        foreach (StoredPolicy stored in active)
        {
            PolicyKey key = new(stored.ProcessingPlatform, stored.Id);
            if (History)
            {
                foreach (StoredPolicy version in Session.Policies.History(key))
                {
                    if (Version == 0 || version.Version == Version)
                    {
                        WritePaged(version);
                    }
                }
            }
            else if (Version == 0)
            {
                WritePaged(stored);
            }
            else if (Session.Policies.Find(key, Version) is { } version)
            {
                WritePaged(version);
            }
            else
            {
                WriteError(Session.NoVersion(stored, Version), stored.Id);
            }
        }
    }
}
