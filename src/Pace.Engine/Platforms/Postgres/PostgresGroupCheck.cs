using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Each group of a policy must be a role that cannot log in, spelled as the server spells it: any other name would
/// match nobody, and so lead to the wrong branch.
/// </summary>
internal static class PostgresGroupCheck
{
    private static readonly PostgresDialect Dialect = new();

    /// <summary>Adds a problem for each place that names no group.</summary>
    public static async Task RunAsync(
        PostgresSession session,
        DataPolicy policy,
        CompiledPolicy compiled,
        DiagnosticBag problems,
        CancellationToken cancellation)
    {
        List<(string Group, string Path)> places = [.. PolicyGroups.Find(policy)];
        HashSet<string> placed = [.. places.Select(place => place.Group)];
        places.AddRange(compiled.Views.SelectMany(view => view.Groups.Where(group => !placed.Contains(group)).Select(group => (group, view.Path))));
        List<string> askable = [.. places.Select(place => place.Group).Where(group => Unusable(group) is null)];
        IReadOnlyDictionary<string, bool> roles = await PostgresCatalog.FindRolesAsync(session, askable, cancellation);
        IReadOnlyList<string>? all = null;
        foreach ((string group, string path) in places)
        {
            if (Unusable(group) is { } why)
            {
                problems.Add(DiagnosticCodes.GroupNotFound, path, $"'{group}' cannot be a group on PostgreSQL: {why}");
            }
            else if (!roles.TryGetValue(group, out bool canLogIn))
            {
                all ??= await PostgresListing.ReadGroupNamesAsync(session, Page.All, cancellation);
                problems.Add(
                    DiagnosticCodes.GroupNotFound, path, $"there is no group '{group}' on the platform", NearestName.Hint(group, all));
            }
            else if (canLogIn)
            {
                problems.Add(
                    DiagnosticCodes.GroupNotFound,
                    path,
                    $"role '{group}' can log in, and only roles that cannot are groups",
                    "name a role without LOGIN that it is a member of");
            }
        }
    }

    private static string? Unusable(string group) => Dialect.ProblemOfGroup(group);
}
