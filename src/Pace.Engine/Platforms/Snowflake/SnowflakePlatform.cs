using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>A database of a Snowflake account, through its SQL API. The first use connects.</summary>
public sealed partial class SnowflakePlatform : IProcessingPlatform, IWarehouse
{
    private const string Example = "SCHEMA.TABLE";

    private readonly SnowflakeSettings _settings;
    private readonly SnowflakeSession _session;
    private readonly SnowflakeDialect _dialect;
    private readonly SnowflakeApplier _applier;

    internal SnowflakePlatform(SnowflakeSettings settings, KeySource key, TimeProvider clock)
    {
        _settings = settings;
        _dialect = new SnowflakeDialect(settings.Database);
        _session = new SnowflakeSession(settings, key, clock);
        _applier = new SnowflakeApplier(_session, _dialect, this, clock);
    }

    /// <inheritdoc/>
    public string Id => _settings.Endpoint.PlatformId;

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Snowflake;

    /// <inheritdoc/>
    public SqlDialect Dialect => _dialect;

    string IWarehouse.Product => _dialect.Name;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation) =>
        [.. (await SnowflakeCatalog.ReadDatabaseNamesAsync(_session, page, cancellation)).Select(name => new DatabaseInfo(Id, name))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation)
    {
        database = await NeedDatabaseAsync(database, cancellation);
        List<string> names = await SnowflakeCatalog.ReadSchemaNamesAsync(_session, database, page, cancellation);
        return [.. names.Select(name => new SchemaInfo(Id, database, name))];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation) =>
        ListTablesAsync(null, schema, page, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableInfo>> ListTablesAsync(
        string? database, string? schema, Page page, CancellationToken cancellation)
    {
        database = await NeedDatabaseAsync(database, cancellation);
        List<TableInfo> tables = await SnowflakeCatalog.ReadTablesAsync(_session, database, schema, page, cancellation);
        if (tables.Count == 0 && schema is not null)
        {
            List<string> schemas = await SnowflakeCatalog.ReadSchemaNamesAsync(_session, database, Page.All, cancellation);
            if (!schemas.Contains(schema))
            {
                throw WarehouseTables.NotFound(this, $"schema '{schema}'", NearestName.Hint(schema, schemas), schema);
            }
        }

        return tables;
    }

    /// <inheritdoc/>
    /// <remarks>The roles that somebody made. A policy may name the system's own too, but for PUBLIC.</remarks>
    public async Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation) =>
        [.. WarehouseTables.Some(await SnowflakeCatalog.ReadGroupNamesAsync(_session, withSystems: false, cancellation), page)
            .Select(name => new GroupInfo(Id, name))];

    /// <inheritdoc/>
    public async Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation)
    {
        WarehouseTable found = await WarehouseTables.FindAsync(this, table, Example, cancellation);
        ILookup<string, string> tags = await SnowflakeCatalog.ReadTagsAsync(_session, _dialect, found.Name, cancellation);
        return WarehouseBlueprint.Create(this, found with
        {
            Columns = found.Columns.Select(column => column with { Tags = [.. tags[column.Name].Distinct()] }).ToValueList(),
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRow> ReadRowsAsync(
        RowRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Audience is { } audience)
        {
            throw WarehouseTables.NoAudience(this, audience);
        }

        WarehouseTable table = await WarehouseTables.FindAsync(this, request.Table, Example, cancellation);
        string query = SnowflakeDdl.SelectRows(_dialect, table.Name, request.Page.Skip, request.Page.First);
        string[]? names = null;
        await using IAsyncEnumerator<SnowflakeRow> rows =
            _session.ReadUntoldAsync(_settings.Database, query, [], cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(rows, $"Reading '{table.Name}'"))
        {
            SnowflakeRow row = rows.Current;
            names ??= [.. row.Columns.Select(column => column.Name)];
            yield return new TableRow(names, [.. row.Columns.Zip(row.Values, SnowflakeValue.Read)]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Not supported: roles cannot be played, and nothing can be rolled back around a view.</remarks>
    public Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation) =>
        Task.FromException<IReadOnlyList<EvaluatedView>>(WarehouseTables.NoEvaluation(this));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation) =>
        new WarehouseChecker(this, policy, compiled).RunAsync(cancellation);

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation) => _applier.PlanAsync(request, cancellation);

    /// <inheritdoc/>
    /// <remarks>
    /// A statement at a time: where one fails, those before it stay done, each view is as it was or as the policy says,
    /// and nobody has more rights than either gives.
    /// </remarks>
    public Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation) => _applier.ApplyAsync(request, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PolicyDifference>> FindDriftAsync(DriftRequest request, CancellationToken cancellation)
    {
        List<PresentView?> present = [];
        foreach (CompiledView view in request.Compiled.Views)
        {
            present.Add(await ReadPresentAsync(view.Target, cancellation));
        }

        List<SnowflakeMarkedView> marked = await SnowflakeCatalog.ReadMarkedAsync(_session, request.Compiled.PolicyId, cancellation);
        return new WarehouseDrift(this, request, new SnowflakeMending(_dialect)).Find(
            (await SnowflakeCatalog.FindAsync(_session, _dialect, request.Compiled.Source, cancellation))?.Table,
            present,
            [.. marked.Select(view => (view.Mark.Target, view.Mark))]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation) =>
        [.. (await SnowflakeCatalog.ReadMarkedAsync(_session, policyId, cancellation)).Select(view => view.Mark)];

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.PlanWithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    /// <remarks>Views that others made of these are left, and fail from then on: Snowflake drops what is depended on.</remarks>
    public Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.WithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    async Task<WarehouseTable?> IWarehouse.FindTableAsync(QualifiedName name, CancellationToken cancellation) =>
        (await SnowflakeCatalog.FindAsync(_session, _dialect, name, cancellation))?.Table;

    async Task<IReadOnlyList<string>> IWarehouse.ReadTableNamesAsync(CancellationToken cancellation) =>
        [.. (await SnowflakeCatalog.ReadTablesAsync(_session, _settings.Database, null, new Page(0, 20_000), cancellation)).Select(table => table.Id)];

    async Task<IReadOnlyList<string>?> IWarehouse.ReadGroupNamesAsync(
        QualifiedName source, CancellationToken cancellation) =>
        await SnowflakeCatalog.ReadGroupNamesAsync(_session, withSystems: true, cancellation);

    async Task<string?> IWarehouse.ProblemOfTargetAsync(QualifiedName target, CancellationToken cancellation)
    {
        QualifiedName full = _dialect.Full(target);
        if (_dialect.ProblemOfName(full) is { } problem)
        {
            return $"'{target}' cannot be a view's name: {problem}";
        }

        if (full.Parts[0] != _settings.Database)
        {
            // Its marks are looked for there only: a view elsewhere would never be found again.
            return $"'{target}' is in another database than the platform's, '{_settings.Database}'";
        }

        List<string> schemas = await SnowflakeCatalog.ReadSchemaNamesAsync(_session, _settings.Database, Page.All, cancellation);
        return schemas.Contains(full.Parts[1])
            ? null
            : $"there is no schema '{full.Parts[1]}' on the platform" + (NearestName.Hint(full.Parts[1], schemas) is { } hint ? "; " + hint : "");
    }

    async Task<Complaint?> IWarehouse.TryQueryAsync(string query, CancellationToken cancellation)
    {
        try
        {
            await foreach (SnowflakeRow row in _session.ReadUntoldAsync(_settings.Database, SnowflakeDdl.Explain(query), [], cancellation))
            {
                _ = row;
            }

            return null;
        }
        catch (SnowflakeException said) when (SnowflakeErrors.IsAboutTheQuery(said))
        {
            // The first line is the one that asks for the explanation, and positions count from 0.
            Match position = Position().Match(said.Message);
            string words = ServiceErrors.Clean(said.Message, null) ?? "";
            return position.Success && int.TryParse(position.Groups[1].Value, out int line) && int.TryParse(position.Groups[2].Value, out int column)
                ? new Complaint(words, line - 1, column + 1)
                : new Complaint(words);
        }
        catch (SnowflakeException said)
        {
            throw SnowflakeErrors.Translate(said, _settings, null);
        }
    }

    private async Task<PresentView?> ReadPresentAsync(QualifiedName name, CancellationToken cancellation)
    {
        if (await SnowflakeCatalog.FindAsync(_session, _dialect, name, cancellation) is not { } found)
        {
            return null;
        }

        if (found.Table.Kind != WarehouseTable.View)
        {
            return new PresentView(found.Table, null);
        }

        (string? text, bool isSecure) = await SnowflakeCatalog.ReadDefinitionAsync(_session, found.Table.Name, cancellation);
        return new PresentView(found.Table, text)
        {
            Owner = found.Owner,
            OptionsProblem = isSecure ? null : "the view is not secure",
            Readers = await SnowflakeCatalog.ReadSelectorsAsync(_session, _dialect, name, cancellation),
        };
    }

    private async Task<string> NeedDatabaseAsync(string? database, CancellationToken cancellation)
    {
        if (database is null || database == _settings.Database)
        {
            return _settings.Database;
        }

        List<string> known = await SnowflakeCatalog.ReadDatabaseNamesAsync(_session, Page.All, cancellation);
        return known.Contains(database)
            ? database
            : throw WarehouseTables.NotFound(this, $"database '{database}'", NearestName.Hint(database, known), database);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SnowflakeRow> rows, string doing)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (SnowflakeException said)
        {
            throw SnowflakeErrors.Translate(said, _settings, doing);
        }
    }

    [GeneratedRegex(@"\bline (\d+) at position (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
