using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Gets tables and views of a platform.</summary>
[Cmdlet(VerbsCommon.Get, "PaceTable")]
[OutputType("Pace.Engine.Platforms.TableInfo")]
public sealed class GetPaceTableCommand : PagedCmdlet
{
    /// <summary>Names, with or without their schema. Wildcards are understood. Left out: all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TableCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The schema; left out: all but the system's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForOne(Schema ?? ProcessingPlatform, () =>
    {
        IProcessingPlatform platform = OpenPlatform();
        List<NamePattern> patterns = [.. Name.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new NamePattern(name))];
        HashSet<string> missing = [.. patterns.Where(pattern => !pattern.IsPattern).Select(pattern => pattern.Text)];
        List<string> seen = [];
        bool toTheEnd = WritePages(
            (page, cancellation) => platform.ListTablesAsync(Schema, page, cancellation),
            patterns.Count == 0 ? null : table => Matches(table, patterns, missing, seen));
        if (toTheEnd)
        {
            ReportMissing(missing, seen, platform.Id);
        }
    });

    private static bool Matches(TableInfo table, List<NamePattern> patterns, HashSet<string> missing, List<string> seen)
    {
        seen.Add(table.Id);
        bool matches = false;
        foreach (NamePattern pattern in patterns)
        {
            if (pattern.IsMatch(table.Name) || pattern.IsMatch(table.Id))
            {
                missing.Remove(pattern.Text);
                matches = true;
            }
        }

        return matches;
    }

    // A pattern may match nothing; a name that is not there is a mistake.
    private void ReportMissing(HashSet<string> missing, List<string> seen, string platform)
    {
        foreach (string name in missing)
        {
            bool qualified = name.Contains('.', StringComparison.Ordinal);
            IEnumerable<string> known = qualified ? seen : seen.Select(id => id[(id.LastIndexOf('.') + 1)..]);
            string hint = NearestName.Hint(name, known) is { } near ? "; " + near : ".";
            WriteError(
                new PaceException(
                    PaceErrorKind.ResourceNotFound, $"There is no table or view '{name}' on {platform}{hint}", "Get-PaceTable lists what the login can see.", name),
                name);
        }
    }
}
