using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Dialects;

/// <summary>Which of a session's two names decides what it sees.</summary>
public enum JudgeBy
{
    /// <summary>The role in force, as row-level security does: after SET ROLE, and in pools that use it.</summary>
    CurrentUser,

    /// <summary>The role that logged in, whatever SET ROLE says.</summary>
    SessionUser,
}

/// <summary>PostgreSQL.</summary>
public sealed class PostgresDialect : SqlDialect
{
    /// <summary>The dialect for a platform that judges by one of the two names.</summary>
    public PostgresDialect(JudgeBy judgeBy = JudgeBy.CurrentUser) => _ = judgeBy;

    /// <inheritdoc/>
    public override PlatformType Platform => PlatformType.Postgres;

    /// <inheritdoc/>
    public override string Name => "PostgreSQL";
}
