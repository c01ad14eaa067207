using System.Runtime.CompilerServices;
using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

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
    /// the file of any other id must be there, and nothing is changed in it but views, and tables that are imported.
    /// </summary>
    public const string EmbeddedId = "embedded";

    private readonly SqliteFile _file;
    private readonly SqliteApplier _applier;

    /// <summary>A platform.</summary>
    /// <param name="id">The id.</param>
    /// <param name="path">The file, as a full path.</param>
    /// <param name="clock">Says what time it is, for retention; null: the system's.</param>
    /// <param name="patience">How long others who work on the file are waited for; null: half a minute.</param>
    internal SqlitePlatform(string id, string path, TimeProvider? clock = null, TimeSpan? patience = null)
    {
        _file = new SqliteFile(id, path, isEmbedded: id == EmbeddedId, clock, patience);
        _applier = new SqliteApplier(_file);
    }

    /// <inheritdoc/>
    public string Id => _file.Id;

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Sqlite;

    /// <summary>The file, as a full path.</summary>
    public string Path => _file.Path;

    /// <summary>Whether this is Pace's own file.</summary>
    public bool IsEmbedded => _file.IsEmbedded;

    /// <inheritdoc/>
    public SqlDialect Dialect { get; } = new SqliteDialect();

    /// <inheritdoc/>
    /// <remarks>A file is one database.</remarks>
    public Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<DatabaseInfo>>(_ => Some([new DatabaseInfo(Id, SqliteText.MainSchema)], page), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<SchemaInfo>>(
            session =>
            {
                RefuseOther("database", database, session);
                return Some([new SchemaInfo(Id, SqliteText.MainSchema, SqliteText.MainSchema)], page);
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation) =>
        ListTablesAsync(null, schema, page, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableInfo>> ListTablesAsync(
        string? database, string? schema, Page page, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<TableInfo>>(
            session =>
            {
                RefuseOther("database", database, session);
                RefuseOther("schema", schema, session);
                return SqliteCatalog.ReadTables(session, page);
            },
            cancellation);

    /// <inheritdoc/>
    /// <remarks>A file knows no groups: these are the ones that its views name.</remarks>
    public Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<GroupInfo>>(
            session => Some([.. SqliteCatalog.ReadGroups(session).Select(name => new GroupInfo(Id, name))], page), cancellation);

    /// <inheritdoc/>
    public Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation) =>
        RunAsync(session => SqliteBlueprint.Create(session, table), cancellation);

    /// <inheritdoc/>
    /// <remarks>On a connection of its own, so that the platform can be used while rows are being read.</remarks>
    public async IAsyncEnumerable<TableRow> ReadRowsAsync(
        RowRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using SqliteSession session = await Task.Run(() => _file.Read(cancellation), cancellation);
        foreach (TableRow row in SqliteRows.Read(session, request))
        {
            yield return row;
        }
    }

    /// <summary>Makes a table and fills it, or fills one that is there, in one transaction.</summary>
    /// <param name="import">The table and its rows.</param>
    /// <param name="cancellation">Ends the import and leaves the file as it was.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a value does not fit its column; the message names row and column.
    /// <see cref="PaceErrorKind.TargetNotPace"/>: something with that name is there, and the mode does not say what to
    /// do with it, or it is a view. <see cref="PaceErrorKind.TargetHasDependants"/>: a view reads columns that would be
    /// gone. Whatever it is, the file is as it was before.
    /// </exception>
    public Task<ImportedTable> ImportAsync(TableImport import, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        return Task.Run(() => new SqliteImporter(_file, import).Run(cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation) =>
        Task.Run(() => SqliteEvaluator.Run(_file, request, Dialect, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation) =>
        RunAsync(session => new SqliteChecker(session, policy, compiled).Run(), cancellation);

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation) =>
        Task.Run(() => _applier.Plan(request, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation) =>
        Task.Run(() => _applier.Apply(request, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PolicyDifference>> FindDriftAsync(DriftRequest request, CancellationToken cancellation) =>
        RunAsync(session => new SqliteDrift(session, request).Find(), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<ViewMark>>(
            session =>
            [
                .. SqliteCatalog.ReadObjects(session).Select(found => found.Mark?.View).OfType<ViewMark>()
                    .Where(mark => mark.PolicyId == policyId),
            ],
            cancellation);

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation) =>
        Task.Run(() => _applier.PlanWithdraw(policyId, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation) =>
        Task.Run(() => _applier.Withdraw(policyId, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using SqliteSession session = _file.Read(cancellation);
            return work(session);
        },
        cancellation);

    private static List<T> Some<T>(IReadOnlyList<T> items, Page page) =>
    [
        .. items.Skip((int)Math.Min(page.Skip, int.MaxValue)).Take((int)Math.Min(page.First ?? int.MaxValue, int.MaxValue)),
    ];

    private static void RefuseOther(string what, string? name, SqliteSession session)
    {
        if (name is not null && !SqliteText.SameName(name, SqliteText.MainSchema))
        {
            throw SqliteCatalog.NotFound(session, $"{what} '{name}'", $"a SQLite file has the one {what} '{SqliteText.MainSchema}'", name);
        }
    }
}
