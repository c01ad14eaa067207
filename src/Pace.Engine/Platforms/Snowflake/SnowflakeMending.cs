using Pace.Engine.Compilation;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>Snowflake's statements for mending what somebody changed.</summary>
internal sealed class SnowflakeMending(SnowflakeDialect dialect) : IMendingStatements
{
    /// <inheritdoc/>
    public string Make(CompiledView view, ViewMark mark, string? comment) =>
        SnowflakeDdl.CreateOrReplaceView(dialect, view, CommentMark.Write(mark, comment));

    /// <inheritdoc/>
    public string Drop(QualifiedName view) => SnowflakeDdl.DropView(dialect, view);

    /// <inheritdoc/>
    public string Grant(QualifiedName view, string group) => dialect.GrantSelect(view, group);

    /// <inheritdoc/>
    public string Revoke(QualifiedName view, string group) => SnowflakeDdl.RevokeSelect(dialect, view, group);
}
