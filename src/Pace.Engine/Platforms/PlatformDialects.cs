using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms;

/// <summary>
/// The SQL of an entry of the configuration, for types of platforms whose keys change it: SQL is made offline, and so
/// for platforms too that this build cannot connect to.
/// </summary>
public static class PlatformDialects
{
    private const string Database = "database";
    private const string Project = "project-id";
    private const string UserGroups = "user-groups-table";
    private const string IamCheck = "use-iam-check-extension";

    /// <summary>The dialect of a Snowflake or BigQuery entry; null for other types.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformMisconfigured"/>: a key has a wrong value.</exception>
    public static SqlDialect? Of(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Type switch
        {
            PlatformType.Snowflake => new SnowflakeDialect(settings.Values.GetValueOrDefault(Database)),
            PlatformType.BigQuery => new BigQueryDialect(BigQuery(settings)),
            _ => null,
        };
    }

    private static BigQuerySettings BigQuery(PlatformSettings settings)
    {
        // The other keys say how to connect, which is the platform's to judge.
        PlatformOptionReader reader = new(settings, [.. settings.Values.Keys.Select(key => new PlatformOption(key, false, ""))]);
        QualifiedName? groups = null;
        if (reader.Text(UserGroups) is { } text && !QualifiedName.TryParse(text, out groups, out string problem))
        {
            reader.Add($"the key '{UserGroups}' names no table: {problem}");
        }

        bool iam = reader.Choice(IamCheck, ("false", false), ("true", true));
        reader.ThrowIfWrong();
        return new BigQuerySettings { ProjectId = reader.Text(Project), UserGroupsTable = groups, UseIamCheckExtension = iam };
    }
}
