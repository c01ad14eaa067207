using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Sql;

/// <summary>The dialects that policies can be compiled to.</summary>
public static class SqlDialects
{
    /// <summary>All of them, a line each.</summary>
    public static IReadOnlyList<SqlDialect> All { get; } =
    [
        new PostgresDialect(),
        new SqliteDialect(),
        new SnowflakeDialect(),
        new BigQueryDialect(),
    ];

    /// <summary>The dialect of a platform type, or null.</summary>
    public static SqlDialect? Find(PlatformType platform) => All.FirstOrDefault(dialect => dialect.Platform == platform);
}
