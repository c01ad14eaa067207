using Pace.Engine.Diagnostics;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>What cmdlets share that work on stored global transforms.</summary>
public abstract class GlobalTransformCmdlet : PaceCmdlet
{
    private PaceSession? _session;

    internal PaceSession Session => _session ??= new PaceSession();

    /// <summary>Closes what the session opened.</summary>
    protected override void Cleanup() => _session?.Dispose();

    private protected CmdletException NotStored(string tag)
    {
        string hint = NearestName.Hint(tag, Session.GlobalTransforms.List().Select(stored => stored.Ref)) is { } near ? "; " + near : ".";
        return new CmdletException(PaceErrors.GlobalTransformNotFound, $"No global transform is stored for the tag '{tag}'{hint}", target: tag);
    }
}
