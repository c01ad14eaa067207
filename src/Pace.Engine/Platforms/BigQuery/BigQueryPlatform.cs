using System.Runtime.CompilerServices;
using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A project of BigQuery, through its REST API. The first use connects.</summary>
public sealed class BigQueryPlatform : IProcessingPlatform, IWarehouse
{
    private const string Example = "project.dataset.table";

    private readonly BigQueryServices _services;
    private readonly BigQuerySession _session;
    private readonly BigQueryDialect _dialect;
    private readonly BigQueryApplier _applier;

    internal BigQueryPlatform(BigQueryServices services, BigQuerySettings settings, Func<ServiceAccountKey> key, TimeProvider clock)
    {
        _services = services;
        _dialect = new BigQueryDialect(settings);
        _session = new BigQuerySession(services, key, clock);
        _applier = new BigQueryApplier(_session, _dialect, this, clock);
    }

    /// <inheritdoc/>
    public string Id => _services.Endpoint.PlatformId;

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.BigQuery;

    /// <inheritdoc/>
    public SqlDialect Dialect => _dialect;

    string IWarehouse.Product => _dialect.Name;

    /// <inheritdoc/>
    /// <remarks>The projects that the login may see.</remarks>
    public async Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation) =>
        [.. WarehouseTables.Some(await BigQueryCatalog.ReadProjectsAsync(_session, cancellation), page).Select(name => new DatabaseInfo(Id, name))];

    /// <inheritdoc/>
    /// <remarks>The datasets of a project.</remarks>
    public async Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation)
    {
        database ??= _services.Project;
        List<string> names;
        try
        {
            names = await BigQueryCatalog.ReadDatasetsAsync(_session, database, cancellation);
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.ResourceNotFound)
        {
            string? hint = NearestName.Hint(database, await BigQueryCatalog.ReadProjectsAsync(_session, cancellation));
            throw WarehouseTables.NotFound(this, $"project '{database}'", hint, database);
        }

        return [.. WarehouseTables.Some(names, page).Select(name => new SchemaInfo(Id, database, name))];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation) =>
        ListTablesAsync(null, schema, page, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableInfo>> ListTablesAsync(
        string? database, string? schema, Page page, CancellationToken cancellation)
    {
        string project = database ?? _services.Project;
        List<QualifiedName> names;
        try
        {
            names = schema is null
                ? await BigQueryCatalog.ReadTableNamesAsync(_session, project, null, cancellation)
                : await BigQueryCatalog.ReadTableNamesAsync(_session, project, schema, null, cancellation);
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.ResourceNotFound && schema is not null)
        {
            string? hint = NearestName.Hint(schema, await BigQueryCatalog.ReadDatasetsAsync(_session, project, cancellation));
            throw WarehouseTables.NotFound(this, $"dataset '{schema}'", hint, schema);
        }

        List<BigQueryTable> tables = await BigQueryCatalog.FindAllAsync(_session, WarehouseTables.Some(names, page), cancellation);
        return
        [
            .. tables.Select(found => found.Table.Kind == WarehouseTable.View
                ? Info(found, null, found.Table.Mark?.PolicyId, CommentMark.Without(found.Table.Comment))
                : Info(found, found.Rows, null, found.Table.Comment)),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>The groups in user-groups-table; none where IAM is asked, which cannot list them.</remarks>
    public async Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation)
    {
        if (_dialect.Settings.UseIamCheckExtension)
        {
            return [];
        }

        QualifiedName table = _dialect.Settings.UserGroupsTable ?? throw new PaceException(
            PaceErrorKind.PlatformMisconfigured,
            $"Processing platform '{Id}' does not say which table holds its groups.",
            "Set user-groups-table in its entry, with the string columns userEmail and userGroup.",
            Id);
        List<string> groups = await BigQueryCatalog.ReadGroupsAsync(_session, _dialect, table, cancellation);
        return [.. WarehouseTables.Some(groups, page).Select(name => new GroupInfo(Id, name))];
    }

    /// <inheritdoc/>
    /// <remarks>Tags are the display names of policy tags. Columns with fields are listed by their fields.</remarks>
    public async Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation)
    {
        WarehouseTable found = await WarehouseTables.FindAsync(this, table, Example, cancellation);
        BigQueryTable described = await BigQueryCatalog.FindAsync(_session, found.Name, cancellation)
            ?? throw WarehouseTables.NotFound(this, $"table or view '{table}'", null, table);
        Dictionary<string, string?> names = [];
        List<Field> fields = [];
        foreach (Field field in found.Columns.Where(column => column.Type != "struct"))
        {
            List<string> tags = [];
            foreach (string resource in Find(described.Columns, field.NameParts).Child("policyTags").Child("names").Items().Select(item => item.Text() ?? ""))
            {
                if (!names.TryGetValue(resource, out string? name))
                {
                    names[resource] = name = await _session.FindTagNameAsync(resource, cancellation);
                }

                tags.AddRange(name is null ? [] : [name]);
            }

            fields.Add(field with { Tags = tags.Distinct().ToValueList() });
        }

        return WarehouseBlueprint.Create(this, found with { Columns = fields.ToValueList() });
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
        string query = BigQueryDdl.SelectRows(_dialect, table.Name, request.Page.Skip, request.Page.First);
        string[]? names = null;
        await foreach (BigQueryRow row in _session.QueryAsync(query, $"Reading '{table.Name}'", cancellation))
        {
            names ??= [.. row.Columns.Select(column => column.Name)];
            yield return new TableRow(names, row.Values());
        }
    }

    /// <inheritdoc/>
    /// <remarks>Not supported: nothing can be rolled back around a view.</remarks>
    public Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation) =>
        Task.FromException<IReadOnlyList<EvaluatedView>>(WarehouseTables.NoEvaluation(this));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation) =>
        new WarehouseChecker(this, policy, compiled).RunAsync(cancellation);

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation) => _applier.PlanAsync(request, cancellation);

    /// <inheritdoc/>
    /// <remarks>
    /// A step at a time: where one fails, those before it stay done, each view is as it was or as the policy says, and
    /// nobody has more rights than either gives.
    /// </remarks>
    public Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation) => _applier.ApplyAsync(request, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PolicyDifference>> FindDriftAsync(DriftRequest request, CancellationToken cancellation)
    {
        ILookup<QualifiedName, QualifiedName> needed = _dialect.Authorizations(request.Compiled)
            .ToLookup(authorization => authorization.View, authorization => authorization.Dataset);
        List<PresentView?> present = [];
        foreach (CompiledView view in request.Compiled.Views)
        {
            present.Add(await ReadPresentAsync(_dialect.Full(view.Target), needed, cancellation));
        }

        List<BigQueryTable> marked = await BigQueryCatalog.ReadMarkedAsync(_session, request.Compiled.PolicyId, cancellation);
        return new WarehouseDrift(this, request, new BigQueryMending(_dialect)).Find(
            (await BigQueryCatalog.FindAsync(_session, _dialect.Full(request.Compiled.Source), cancellation))?.Table,
            present,
            [.. marked.Select(view => (view.Table.Name, view.Table.Mark!))]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation) =>
        [.. (await BigQueryCatalog.ReadMarkedAsync(_session, policyId, cancellation)).Select(view => view.Table.Mark!)];

    /// <inheritdoc/>
    public Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.PlanWithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation) =>
        _applier.WithdrawAsync(policyId, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    async Task<WarehouseTable?> IWarehouse.FindTableAsync(QualifiedName name, CancellationToken cancellation) =>
        (await BigQueryCatalog.FindAsync(_session, _dialect.Full(name), cancellation))?.Table;

    async Task<IReadOnlyList<string>> IWarehouse.ReadTableNamesAsync(CancellationToken cancellation) =>
        [.. (await BigQueryCatalog.ReadTableNamesAsync(_session, _services.Project, null, cancellation)).Select(name => name.ToString())];

    async Task<IReadOnlyList<string>?> IWarehouse.ReadGroupNamesAsync(QualifiedName source, CancellationToken cancellation) =>
        _dialect.Settings.UseIamCheckExtension
            ? null
            : await BigQueryCatalog.ReadGroupsAsync(_session, _dialect, _dialect.UserGroupsTable(source), cancellation);

    async Task<string?> IWarehouse.ProblemOfTargetAsync(QualifiedName target, CancellationToken cancellation)
    {
        QualifiedName full = _dialect.Full(target);
        if (_dialect.ProblemOfName(full) is { } problem)
        {
            return $"'{target}' cannot be a view's name: {problem}";
        }

        if (full.Parts[0] != _services.Project)
        {
            // Its marks are looked for there only: a view elsewhere would never be found again.
            return $"'{target}' is in another project than the platform's, '{_services.Project}'";
        }

        List<string> datasets = await BigQueryCatalog.ReadDatasetsAsync(_session, _services.Project, cancellation);
        return datasets.Contains(full.Parts[1])
            ? null
            : $"there is no dataset '{full.Parts[1]}' on the platform" + (NearestName.Hint(full.Parts[1], datasets) is { } hint ? "; " + hint : "");
    }

    async Task<Complaint?> IWarehouse.TryQueryAsync(string query, CancellationToken cancellation)
    {
        if (await _session.TryAsync(query, cancellation) is not { } answer)
        {
            return null;
        }

        return BigQueryErrors.IsAboutTheQuery(answer)
            ? BigQueryErrors.Complaint(_session.Client.Saying(answer) ?? "")
            : throw BigQueryErrors.Translate(answer, _session.Client, null);
    }

    private async Task<PresentView?> ReadPresentAsync(
        QualifiedName name, ILookup<QualifiedName, QualifiedName> needed, CancellationToken cancellation)
    {
        if (await BigQueryCatalog.FindAsync(_session, name, cancellation) is not { } found)
        {
            return null;
        }

        List<string> unauthorized = [];
        foreach (QualifiedName dataset in needed[name])
        {
            if (await BigQueryCatalog.FindDatasetAsync(_session, dataset, cancellation) is not { } there || !there.Authorizes(name))
            {
                unauthorized.Add(dataset.ToString());
            }
        }

        return new PresentView(found.Table, found.Query)
        {
            Readers = _dialect.Settings.UseIamCheckExtension ? await BigQueryCatalog.ReadReadersAsync(_session, name, cancellation) : null,
            Unauthorized = unauthorized,
        };
    }

    private static System.Text.Json.JsonElement Find(IReadOnlyList<BigQueryColumn> columns, ValueList<string> name)
    {
        BigQueryColumn column = columns.First(known => known.Name == name[0]);
        return name.Count == 1 ? column.Definition : Find(column.Fields, [.. name.Skip(1)]);
    }

    private TableInfo Info(BigQueryTable found, long? rows, string? policy, string? comment) => new(
        Id,
        found.Table.Name.ToString(),
        found.Table.Name.Schema!,
        found.Table.Name.Name,
        found.Table.Kind,
        found.Columns.Count,
        rows,
        policy,
        comment);
}
