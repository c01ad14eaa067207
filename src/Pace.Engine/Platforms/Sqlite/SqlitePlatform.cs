using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// A SQLite file: Pace's own (<c>embedded.db</c>) or one of the user's. The views that Pace makes in it work through
/// Pace's connection only, because they call functions that are registered there. They are for trying, testing and
/// one's own files: nothing is kept from anybody who can open the file.
/// </summary>
public sealed class SqlitePlatform : IProcessingPlatform
{
    /// <summary>
    /// The id of the platform that is always there. Its file is made when it is first written, and is Pace's alone;
    /// the file of any other id must be there, and nothing but views is changed in it.
    /// </summary>
    public const string EmbeddedId = "embedded";

    internal SqlitePlatform(string id, string path)
    {
        Id = id;
        Path = path;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Sqlite;

    /// <summary>The file, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether this is Pace's own file.</summary>
    public bool IsEmbedded => Id == EmbeddedId;

    /// <inheritdoc/>
    public SqlDialect Dialect => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<TableRow> ReadRowsAsync(RowRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Makes a table and fills it, or fills one that is there, in one transaction.</summary>
    /// <param name="import">The table and its rows.</param>
    /// <param name="cancellation">Ends the import and leaves the file as it was.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a value does not fit its column; the message names row and column.
    /// <see cref="PaceErrorKind.TargetNotPace"/>: something with that name is there, and the mode does not say what to
    /// do with it, or it is a view. <see cref="PaceErrorKind.TargetHasDependants"/>: a policy's view reads columns that
    /// would be gone. Whatever it is, the file is as it was before.
    /// </exception>
    public Task<ImportedTable> ImportAsync(TableImport import, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
