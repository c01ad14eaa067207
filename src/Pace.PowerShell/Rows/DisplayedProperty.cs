using System.Management.Automation;

namespace Pace.PowerShell.Rows;

/// <summary>
/// A row's first property, which also holds how its table is displayed: a hidden member of its own would take half as
/// much memory again as all else of a row, and would be seen wherever members are listed or written.
/// </summary>
internal sealed class DisplayedProperty(string name, object? value, RowDisplay display) : PSNoteProperty(name, value)
{
    /// <summary>How the row's table is displayed.</summary>
    public RowDisplay Display => display;

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new DisplayedProperty(Name, Value, display);
}
