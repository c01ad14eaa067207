using System.Management.Automation;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Gets rows of a table or view, an object a row, a property a column: as the platform's login sees them, on the embedded
/// platform as the principals named.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PaceTableRow")]
[OutputType("Pace.TableRow")]
public sealed class GetPaceTableRowCommand : PlatformCmdlet
{
    private const string RowType = "Pace.TableRow";

    /// <summary>The tables or views, by name or as Get-PaceTable gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>How many rows to give; left out: all.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>How many rows to leave out before the first.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

    /// <summary>
    /// Groups that the one who looks is a member of; left out: of none that a policy names. Servers give rows as their
    /// login sees them, so that this is an error there.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Principal { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name)
        {
            ForOne(name, () => WriteRows(name));
        }
    }

    private void WriteRows(string name)
    {
        IProcessingPlatform platform = OpenPlatform();
        Page page = new(Skip, First == long.MaxValue ? null : First);
        IAsyncEnumerator<TableRow> rows = platform.ReadRowsAsync(new RowRequest(name, page, Principal.Length > 0 ? new Audience([.. Principal]) : null), Cancellation).GetAsyncEnumerator(Cancellation);
        try
        {
            while (Run(_ => rows.MoveNextAsync().AsTask()))
            {
                WriteObject(ToObject(rows.Current));
            }
        }
        finally
        {
            Close(rows);
        }
    }

    // Ends the query on the platform too, when Select-Object wanted no more rows. Bounded and quiet: where the platform
    // hangs, that has been told already.
    private static void Close(IAsyncEnumerator<TableRow> rows)
    {
#pragma warning disable CA1031
        try
        {
            rows.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(3));
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    private static PSObject ToObject(TableRow row)
    {
        PSObject result = RowObjects.New(row.Columns.Count);
        result.TypeNames.Insert(0, RowType);
        for (int column = 0; column < row.Columns.Count; column++)
        {
            result.Properties.Add(new PSNoteProperty(row.Columns[column], row.Values[column]));
        }

        return result;
    }
}
