using System.Management.Automation;
using Pace.Engine.Platforms;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Input;

/// <summary>Lets the objects that Pace gives stand where a name is asked for.</summary>
internal sealed class NameTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>A table's id, a schema's, database's or group's name; anything else as it is.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => NameOf(inputData);

    private static object NameOf(object input)
    {
        object plain = input is PSObject wrapped ? wrapped.BaseObject : input;
        return plain switch
        {
            TableInfo table => table.Id,
            ImportedTableInfo table => table.Id,
            SchemaInfo schema => schema.Name,
            DatabaseInfo database => database.Name,
            GroupInfo group => group.Name,
            object[] several => Array.ConvertAll(several, NameOf),
            _ => input,
        };
    }
}
