using System.Management.Automation;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Input;

/// <summary>Lets a stored global transform stand where a global transform is asked for.</summary>
internal sealed class GlobalTransformTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>A stored transform's transform; anything else as it is.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is StoredGlobalTransform stored ? stored.Transform : inputData;
}
