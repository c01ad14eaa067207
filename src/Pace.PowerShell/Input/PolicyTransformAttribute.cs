using System.Management.Automation;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Input;

/// <summary>Lets a stored policy stand where a policy is asked for.</summary>
internal sealed class PolicyTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>A stored policy's policy; anything else as it is.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is StoredPolicy stored ? stored.Policy : inputData;
}
