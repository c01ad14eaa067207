using System.Management.Automation;

namespace Empty;

public abstract class EmptyCmdlet : PSCmdlet
{
    [Parameter(Position = 0)]
    public string? Name { get; set; }

    protected override void EndProcessing() => WriteObject("0.1.0");
}

[Cmdlet(VerbsCommon.Get, "EmptyVersion")]
public sealed class GetEmptyVersionCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyVersion")]
public sealed class SetEmptyVersionCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyPlatform")]
public sealed class GetEmptyPlatformCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyPlatform")]
public sealed class SetEmptyPlatformCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyDatabase")]
public sealed class GetEmptyDatabaseCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyDatabase")]
public sealed class SetEmptyDatabaseCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptySchema")]
public sealed class GetEmptySchemaCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptySchema")]
public sealed class SetEmptySchemaCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyTable")]
public sealed class GetEmptyTableCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyTable")]
public sealed class SetEmptyTableCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyGroup")]
public sealed class GetEmptyGroupCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyGroup")]
public sealed class SetEmptyGroupCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyRow")]
public sealed class GetEmptyRowCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyRow")]
public sealed class SetEmptyRowCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyPolicy")]
public sealed class GetEmptyPolicyCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyPolicy")]
public sealed class SetEmptyPolicyCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Get, "EmptyCount")]
public sealed class GetEmptyCountCommand : EmptyCmdlet;

[Cmdlet(VerbsCommon.Set, "EmptyCount")]
public sealed class SetEmptyCountCommand : EmptyCmdlet;
