using System.Management.Automation;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;

namespace Pace.PowerShell.Commands;

/// <summary>What cmdlets share that list what a platform holds, in pages.</summary>
public abstract class PagedCmdlet : PlatformCmdlet
{
    // Names come in pages of this size where the list is filtered here.
    private const long PageSize = 1000;

    /// <summary>How many to give; left out: all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    /// <summary>How many to leave out before the first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

    /// <summary>Asks the platform page by page, as far as is wanted, and gives out what passes the filter.</summary>
    /// <returns>Whether the list was seen to its end.</returns>
    private protected bool WritePages<T>(Func<Page, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, bool>? filter = null)
    {
        long skip = Skip;
        long wanted = First;
        // Without a filter the platform itself skips.
        long at = filter is null ? skip : 0;
        skip = filter is null ? 0 : skip;
        while (wanted > 0)
        {
            long size = filter is null ? Math.Min(PageSize, wanted) : PageSize;
            long from = at;
            IReadOnlyList<T> items = Run(cancellation => list(new Page(from, size), cancellation));
            foreach (T item in items)
            {
                if (filter is not null && !filter(item))
                {
                    continue;
                }

                if (skip > 0)
                {
                    skip--;
                }
                else if (wanted > 0)
                {
                    wanted--;
                    WriteObject(item);
                }
            }

            if (items.Count < size)
            {
                return true;
            }

            at += items.Count;
        }

        return false;
    }
}
