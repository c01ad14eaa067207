using System.Runtime.CompilerServices;
using Npgsql;
using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A PostgreSQL server's database. Connections are opened when they are first used.</summary>
public sealed class PostgresPlatform : IProcessingPlatform
{
    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly Dictionary<string, PostgresSession> _others = new(StringComparer.Ordinal);
    private readonly PostgresSession _session;
    private readonly PostgresApplier _applier;

    internal PostgresPlatform(string id, PostgresDialect dialect, NpgsqlConnectionStringBuilder settings)
    {
        Id = id;
        Dialect = dialect;
        _settings = settings;
        _session = CreateSession(settings.Database!);
        _applier = new PostgresApplier(_session);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Postgres;

    /// <inheritdoc/>
    public SqlDialect Dialect { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation) =>
        [.. (await PostgresListing.ReadDatabaseNamesAsync(_session, page, cancellation)).Select(name => new DatabaseInfo(Id, name))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation)
    {
        PostgresSession session = await FindSessionAsync(database, cancellation);
        List<string> names = await PostgresListing.ReadSchemaNamesAsync(session, page, cancellation);
        return [.. names.Select(name => new SchemaInfo(Id, session.Endpoint.Database, name))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation) =>
        await PostgresListing.ReadTablesAsync(_session, schema, page, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableInfo>> ListTablesAsync(
        string? database, string? schema, Page page, CancellationToken cancellation) =>
        await PostgresListing.ReadTablesAsync(await FindSessionAsync(database, cancellation), schema, page, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation) =>
        [.. (await PostgresListing.ReadGroupNamesAsync(_session, page, cancellation)).Select(name => new GroupInfo(Id, name))];

    /// <inheritdoc/>
    public Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation) =>
        PostgresBlueprint.CreateAsync(_session, table, cancellation);

    /// <inheritdoc/>
    /// <remarks>On a connection of its own, so that the platform can be used while rows are being read.</remarks>
    public async IAsyncEnumerable<TableRow> ReadRowsAsync(
        RowRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Audience is { } audience)
        {
            throw new PaceException(
                PaceErrorKind.NotSupported,
                $"{Id} is a server: it gives rows as its login sees them, not as {audience}.",
                "Leave -Principal out, or register the platform with a login that is a member of the group.",
                Id);
        }

        (QualifiedName name, _) = await PostgresTables.FindAsync(_session, request.Table, cancellation);
        await using PostgresSession session = CreateSession(_session.Endpoint.Database);
        await foreach (TableRow row in PostgresRows.ReadAsync(session, name, request.Page, cancellation))
        {
            yield return row;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation) =>
        new PostgresEvaluation(_session, request).RunAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation) =>
        new PostgresChecker(_session, policy, compiled).RunAsync(cancellation);

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation) =>
        _applier.PlanAsync(request, cancellation);

    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation) =>
        _applier.ApplyAsync(request, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PolicyDifference>> FindDriftAsync(DriftRequest request, CancellationToken cancellation) =>
        new PostgresDrift(_session, request).FindAsync(cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation) =>
        [.. (await PostgresCatalog.ReadMarkedAsync(_session, policyId, cancellation)).Select(view => view.Mark)];

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.PlanWithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.WithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (PostgresSession session in _others.Values)
        {
            await session.DisposeAsync();
        }

        _others.Clear();
        await _session.DisposeAsync();
    }

    private async Task<PostgresSession> FindSessionAsync(string? database, CancellationToken cancellation)
    {
        if (database is null || database == _session.Endpoint.Database)
        {
            return _session;
        }

        if (_others.TryGetValue(database, out PostgresSession? known))
        {
            return known;
        }

        List<string> names = await PostgresListing.ReadDatabaseNamesAsync(_session, Page.All, cancellation);
        if (!names.Contains(database))
        {
            string? hint = NearestName.Hint(database, names);
            throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"There is no database '{database}' on processing platform '{Id}' that the login may connect to"
                    + (hint is null ? "." : "; " + hint),
                "Correct the name as the platform spells it: case counts.",
                database);
        }

        return _others[database] = CreateSession(database);
    }

    private PostgresSession CreateSession(string database)
    {
        NpgsqlSlimDataSourceBuilder builder = new(
            new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database }.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        // Values are read as text, so the server's types need not be asked for on each new connection.
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return new PostgresSession(
            builder.Build(), new PostgresEndpoint(Id, _settings.Host!, _settings.Port, database, _settings.Username!));
    }
}
