using Pace.Engine.Compilation;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>BigQuery's statements for mending what somebody changed.</summary>
internal sealed class BigQueryMending(BigQueryDialect dialect) : IMendingStatements
{
    /// <inheritdoc/>
    public string Make(CompiledView view, ViewMark mark, string? comment) => BigQueryDdl.CreateOrReplaceView(
        dialect, view, CommentMark.Write(mark, comment), (BigQueryCatalog.PolicyLabel, BigQueryCatalog.LabelOf(mark.PolicyId)));

    /// <inheritdoc/>
    public string Drop(QualifiedName view) => BigQueryDdl.DropView(dialect, view);

    /// <inheritdoc/>
    public string Grant(QualifiedName view, string group) => dialect.GrantSelect(view, group);

    /// <inheritdoc/>
    public string Revoke(QualifiedName view, string group) => BigQueryDdl.RevokeSelect(dialect, view, group);
}
