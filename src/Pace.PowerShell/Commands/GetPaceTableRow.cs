using System.Management.Automation;
using Pace.Engine.Diagnostics;
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
[OutputType(TableRows.TypeName)]
public sealed class GetPaceTableRowCommand : PlatformCmdlet
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>The tables or views, by name or as Get-PaceTable gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>How many rows to give; left out: all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>How many rows to leave out before the first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
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
        WriteVerbose($"Reading '{name}' on {platform.Id}{(Principal.Length == 0 ? "" : $" as a member of {string.Join(", ", Principal)}")}.");
        Page page = new(Skip, First == long.MaxValue ? null : First);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        RowRequest request = new(name, page, Principal.Length > 0 ? new Audience([.. Principal]) : null);
        IAsyncEnumerator<TableRow> rows = platform.ReadRowsAsync(request, ended.Token).GetAsyncEnumerator(ended.Token);
        TableRows table = new(Title(name), TerminalWidth.Of(Host), WriteObject);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = Traced(() => rows.MoveNextAsync().AsTask());
                if (table.Patience is >= 0 and int patience && Task.WaitAny([next], patience) < 0)
                {
                    table.Flush();
                }

                if (!Run(_ => next))
                {
                    break;
                }

                // It said for what the first of them was waited.
                Progress.Complete();
                table.Add(rows.Current);
            }

            table.Flush();
        }
        catch (PaceException)
        {
            // The rows before the one that cannot be read are shown, as they are where they come slowly.
            table.Flush();
            throw;
        }
        finally
        {
            Close(rows, next, ended);
        }
    }

    private string Title(string name) =>
        Principal.Length == 0 ? $"Table: {name}" : $"Table: {name}, Principal: {string.Join(", ", Principal)}";

    // Ends the query on the platform too, when Select-Object wanted no more rows. Bounded and quiet: where the platform
    // hangs, that has been told already.
    private static void Close(IAsyncEnumerator<TableRow> rows, Task next, CancellationTokenSource ended)
    {
#pragma warning disable CA1031
        try
        {
            if (!next.IsCompleted)
            {
                ended.Cancel();
                Task.WaitAny([next], Longest);
            }

            rows.DisposeAsync().AsTask().Wait(Longest);
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
