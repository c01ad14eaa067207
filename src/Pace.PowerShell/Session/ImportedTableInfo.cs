using Pace.Engine.Tabular;

namespace Pace.PowerShell.Session;

/// <summary>A table that was imported.</summary>
/// <param name="ProcessingPlatform">The platform's id.</param>
/// <param name="Id">The name as a policy writes it.</param>
/// <param name="Rows">How many rows were written.</param>
/// <param name="Created">Whether the table was made, or made anew; otherwise rows were added to it.</param>
/// <param name="Columns">The columns that were written, with their types.</param>
public sealed record ImportedTableInfo(
    string ProcessingPlatform, string Id, long Rows, bool Created, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The table's name, under the name that other cmdlets take from the pipeline.</summary>
    public string Name => Id;

    /// <summary>The table's name, so that the object can stand where a name is asked for.</summary>
    public override string ToString() => Id;
}
