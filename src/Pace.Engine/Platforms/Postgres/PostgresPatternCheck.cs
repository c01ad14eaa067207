using System.Globalization;
using Npgsql;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Lets the server compile regular expressions: it does so only when a query runs, which is too late for who applies.</summary>
internal static class PostgresPatternCheck
{
    /// <summary>Adds a problem for each pattern that the server does not take.</summary>
    public static async Task RunAsync(
        PostgresSession session, DataPolicy policy, DiagnosticBag problems, CancellationToken cancellation)
    {
        foreach ((RegexpTransform regexp, string path) in Find(policy))
        {
            if (PatternText(regexp) is { } pattern)
            {
                await CheckAsync(session, pattern, path, problems, cancellation);
            }
        }
    }

    /// <summary>Adds a problem when the server does not take a pattern.</summary>
    internal static async Task CheckAsync(
        PostgresSession session, string pattern, string path, DiagnosticBag problems, CancellationToken cancellation)
    {
        try
        {
            await session.QueryAsync("select '' ~ $1", _ => true, cancellation, pattern);
        }
        catch (PaceException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.InvalidRegularExpression } said)
        {
            problems.Add(DiagnosticCodes.RefusedByPlatform, path, $"PostgreSQL says: {said.MessageText}");
        }
    }

    // The pattern as the view will hold it; null when it cannot be written, which compiling the policy reports.
    private static string? PatternText(RegexpTransform regexp) =>
        RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out _) ? PostgresPattern.Write(pattern) : null;

    private static IEnumerable<(RegexpTransform Regexp, string Path)> Find(DataPolicy policy)
    {
        for (int set = 0; set < policy.RuleSets.Count; set++)
        {
            ValueList<FieldTransform> fields = policy.RuleSets[set].FieldTransforms;
            for (int field = 0; field < fields.Count; field++)
            {
                for (int at = 0; at < fields[field].Transforms.Count; at++)
                {
                    if (fields[field].Transforms[at].Action is RegexpTransform regexp)
                    {
                        yield return (regexp, string.Create(
                            CultureInfo.InvariantCulture,
                            $"rule_sets[{set}].field_transforms[{field}].transforms[{at}].regexp.regexp"));
                    }
                }
            }
        }
    }
}
