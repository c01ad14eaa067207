using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Gets what platforms hold, as a tree: platforms, their databases, schemas, and tables and views. Without a path it begins
/// with the platforms.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PaceResource")]
[OutputType("Pace.Engine.Platforms.ResourceInfo")]
public sealed class GetPaceResourceCommand : PagedCmdlet
{
    // What one question to a catalog gives at most.
    private const long MostAtOnce = 1000;

    private long _skip;
    private long _left;

    /// <summary>
    /// Where to begin, the platform first: <c>pg</c>, <c>pg/shop</c>, <c>pg/shop/public</c>. What lies below is given.
    /// Left out: the platforms themselves, or what is below the one that -ProcessingPlatform names.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Goes down to the tables.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Goes down so many levels below those that are given without it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int Depth { get; set; }

    private protected override bool PlatformMayDiffer => true;

    private int Levels => MyInvocation.BoundParameters.ContainsKey(nameof(Depth)) ? Depth : Recurse ? ResourcePath.TableDepth : 0;

    /// <inheritdoc/>
    protected override void Begin() => (_skip, _left) = (Skip, First);

    /// <inheritdoc/>
    protected override void Process()
    {
        string? path = Path ?? ProcessingPlatform;
        if (path is null)
        {
            foreach (ProcessingPlatformInfo platform in Session.Platforms.List())
            {
                ResourceInfo root = ResourceTree.Root(platform.Id);
                Give(root);
                if (Levels > 0 && _left > 0)
                {
                    ForOne(root.Path, () => Walk([platform.Id], Levels - 1));
                }
            }

            return;
        }

        ForOne(path, () =>
        {
            ValueList<string> parts = Path is null ? [path]
                : ResourcePath.TryParse(path, out ValueList<string> parsed) ? parsed
                : throw new CmdletException(
                    PaceErrors.ParameterInvalid, $"'{path}' is no path of a resource.", "Write platform/database/schema, or a part of that from the left.", path);
            if (parts.Count > ResourcePath.TableDepth)
            {
                RequireTable(parts);
                return;
            }

            Walk(parts, Levels);
        });
    }

    // Depth first, so that what lies below a place comes after it.
    private void Walk(ValueList<string> parts, int levels)
    {
        IProcessingPlatform platform = Session.Open(Session.Platforms.Get(parts[0]));
        long at = 0;
        if (Levels == 0 && !MyInvocation.ExpectingInput)
        {
            // The one list that is given: the catalog itself skips. Of several lists each has a length of its own.
            (at, _skip) = (_skip, 0);
        }

        while (_left > 0)
        {
            long size = levels == 0 ? Math.Min(MostAtOnce, _left) : MostAtOnce;
            long from = at;
            IReadOnlyList<ResourceInfo> children = Run(cancellation => ResourceTree.ListAsync(platform, parts, new Page(from, size), cancellation));
            foreach (ResourceInfo child in children)
            {
                Give(child);
                if (levels > 0 && !child.IsLeaf && _left > 0)
                {
                    ForOne(child.Path, () => Walk(parts.Add(child.Name), levels - 1));
                }
            }

            if (children.Count < size)
            {
                return;
            }

            at += children.Count;
        }
    }

    private void Give(ResourceInfo resource)
    {
        if (_skip > 0)
        {
            _skip--;
        }
        else if (_left > 0)
        {
            _left--;
            WriteObject(resource);
        }
    }

    // A table has nothing below; one that is not there is a mistake.
    private void RequireTable(ValueList<string> parts)
    {
        IProcessingPlatform platform = Session.Open(Session.Platforms.Get(parts[0]));
        ValueList<string> schema = parts.Take(ResourcePath.TableDepth).ToValueList();
        List<string> seen = [];
        for (long at = 0; ; at += MostAtOnce)
        {
            long from = at;
            IReadOnlyList<ResourceInfo> tables = Run(cancellation => ResourceTree.ListAsync(platform, schema, new Page(from, MostAtOnce), cancellation));
            seen.AddRange(tables.Select(table => table.Name));
            if (seen.Contains(parts[^1]))
            {
                return;
            }

            if (tables.Count < MostAtOnce)
            {
                throw new PaceException(
                    PaceErrorKind.ResourceNotFound,
                    $"There is no table or view '{Path}'" + (NearestName.Hint(parts[^1], seen) is { } near ? "; " + near : "."),
                    "Get-PaceResource of the schema lists what is there.",
                    Path);
            }
        }
    }
}
