using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A table or view, and the version of its description that a change must be based on.</summary>
internal sealed record BigQueryTable(WarehouseTable Table, string ETag, long? Rows, IReadOnlyList<BigQueryColumn> Columns)
{
    /// <summary>A view's query; null: it is none.</summary>
    public string? Query { get; init; }
}

/// <summary>A dataset's rights, and the version that a change must be based on.</summary>
internal sealed record BigQueryDataset(string ETag, IReadOnlyList<JsonElement> Access)
{
    /// <summary>Whether a view may read the dataset for its readers.</summary>
    public bool Authorizes(QualifiedName view) => Access.Any(entry => IsFor(entry, view));

    /// <summary>Whether an entry of the rights is that of a view.</summary>
    public static bool IsFor(JsonElement entry, QualifiedName view) =>
        entry.Child("view") is var named
        && named.Child("projectId").Text() == view.Parts[0]
        && named.Child("datasetId").Text() == view.Parts[1]
        && named.Child("tableId").Text() == view.Parts[2];
}

/// <summary>Reads what a project holds.</summary>
internal static class BigQueryCatalog
{
    /// <summary>The label that says which policy a view is of, for finding it among many.</summary>
    public const string PolicyLabel = "pace-policy";

    /// <summary>
    /// Conditions on rights are told, and can be kept, by this version only: https://cloud.google.com/bigquery/docs/conditions
    /// </summary>
    public const string AccessVersion = "?accessPolicyVersion=3";

    // Requests that are under way at once, where one is needed for each table.
    private const int AtOnce = 8;

    /// <summary>The label's value for a policy: labels have few characters, so its name is not there itself.</summary>
    public static string LabelOf(string policyId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(policyId)))[..32].ToLowerInvariant();

    /// <summary>The path of a table, or of a dataset.</summary>
    public static string Path(QualifiedName name) => name.Parts.Count == 2
        ? BigQuerySession.Path(name.Parts[0], "datasets", name.Parts[1])
        : BigQuerySession.Path(name.Parts[0], "datasets", name.Parts[1], "tables", name.Parts[2]);

    /// <summary>The projects that the login may see.</summary>
    public static async Task<List<string>> ReadProjectsAsync(BigQuerySession session, CancellationToken cancellation) => Sorted(
        await session.ListAsync(BigQuerySession.Path(), "projects", cancellation),
        project => project.Child("projectReference").Child("projectId").Text());

    /// <summary>The datasets of a project.</summary>
    public static async Task<List<string>> ReadDatasetsAsync(BigQuerySession session, string project, CancellationToken cancellation) => Sorted(
        await session.ListAsync(BigQuerySession.Path(project, "datasets"), "datasets", cancellation),
        dataset => dataset.Child("datasetReference").Child("datasetId").Text());

    /// <summary>The tables of a dataset, by name.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="project">The project.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="label">Only those with this value of Pace's label; null: all.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<List<QualifiedName>> ReadTableNamesAsync(
        BigQuerySession session, string project, string dataset, string? label, CancellationToken cancellation)
    {
        List<JsonElement> tables = await session.ListAsync(BigQuerySession.Path(project, "datasets", dataset, "tables"), "tables", cancellation);
        return
        [
            .. Sorted(
                tables.Where(table => label is null || table.Child("labels").Child(PolicyLabel).Text() == label),
                table => table.Child("tableReference").Child("tableId").Text())
                .Select(name => new QualifiedName([project, dataset, name])),
        ];
    }

    /// <summary>All tables of a project, by dataset and name.</summary>
    public static async Task<List<QualifiedName>> ReadTableNamesAsync(
        BigQuerySession session, string project, string? label, CancellationToken cancellation)
    {
        List<QualifiedName> names = [];
        foreach (string dataset in await ReadDatasetsAsync(session, project, cancellation))
        {
            names.AddRange(await ReadTableNamesAsync(session, project, dataset, label, cancellation));
        }

        return names;
    }

    /// <summary>The table of a full name, or null.</summary>
    public static async Task<BigQueryTable?> FindAsync(BigQuerySession session, QualifiedName name, CancellationToken cancellation)
    {
        if (name.Parts.Count != 3 || await session.FindAsync(Path(name), cancellation) is not { } table)
        {
            return null;
        }

        IReadOnlyList<BigQueryColumn> columns = BigQueryColumn.Read(table.Child("schema"));
        return new BigQueryTable(
            new WarehouseTable(
                name,
                Kind(table.Child("type").Text()),
                table.Child("description").Text() is { Length: > 0 } description ? description : null,
                Fields(columns, []).ToValueList()),
            table.Child("etag").Text() ?? "",
            long.TryParse(table.Child("numRows").Text(), NumberStyles.None, CultureInfo.InvariantCulture, out long rows) ? rows : null,
            columns)
        {
            Query = table.Child("view").Child("query").Text(),
        };
    }

    /// <summary>Several tables; those that are gone in the meantime are left out.</summary>
    public static async Task<List<BigQueryTable>> FindAllAsync(
        BigQuerySession session, IEnumerable<QualifiedName> names, CancellationToken cancellation)
    {
        List<BigQueryTable> tables = [];
        foreach (QualifiedName[] some in names.Chunk(AtOnce))
        {
            BigQueryTable?[] found = await Task.WhenAll(some.Select(name => FindAsync(session, name, cancellation)));
            tables.AddRange(found.OfType<BigQueryTable>());
        }

        return tables;
    }

    /// <summary>A dataset's rights, or null where it is not there.</summary>
    public static async Task<BigQueryDataset?> FindDatasetAsync(
        BigQuerySession session, QualifiedName dataset, CancellationToken cancellation) =>
        await session.FindAsync(Path(dataset) + AccessVersion, cancellation) is { } found
            ? new BigQueryDataset(found.Child("etag").Text() ?? "", [.. found.Child("access").Items()])
            : null;

    /// <summary>The views of a project that have the mark of a policy.</summary>
    public static async Task<List<BigQueryTable>> ReadMarkedAsync(
        BigQuerySession session, string policyId, CancellationToken cancellation)
    {
        List<QualifiedName> names = await ReadTableNamesAsync(session, session.Services.Project, LabelOf(policyId), cancellation);
        return [.. (await FindAllAsync(session, names, cancellation)).Where(view => view.Table.Mark?.PolicyId == policyId)];
    }

    /// <summary>What IAM's groups may read a view.</summary>
    public static async Task<List<string>> ReadReadersAsync(BigQuerySession session, QualifiedName view, CancellationToken cancellation)
    {
        ServiceResponse answer = await session.Client.SendAsync(
            new ServiceRequest(HttpMethod.Post, Path(view) + ":getIamPolicy", Json.Write(_ => { })), cancellation);
        return answer.IsSuccess
            ? [.. answer["bindings"].Items().Where(binding => binding.Child("role").Text() == "roles/bigquery.dataViewer")
                .SelectMany(binding => binding.Child("members").Items()).Select(member => member.Text() ?? "")
                .Where(member => member.StartsWith("group:", StringComparison.Ordinal)).Select(member => member["group:".Length..])]
            : throw BigQueryErrors.Translate(answer, session.Client, $"Reading who may read '{view}'");
    }

    /// <summary>The groups that somebody is in.</summary>
    public static async Task<List<string>> ReadGroupsAsync(
        BigQuerySession session, BigQueryDialect dialect, QualifiedName table, CancellationToken cancellation)
    {
        List<string> groups = [];
        await foreach (BigQueryRow row in session.QueryAsync(
            BigQueryDdl.SelectGroups(dialect, table), $"Reading the groups of '{table}'", cancellation))
        {
            groups.Add(row.Values()[0] as string ?? "");
        }

        return [.. groups.Where(group => group.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    private static List<string> Sorted(IEnumerable<JsonElement> items, Func<JsonElement, string?> name) =>
        [.. items.Select(name).OfType<string>().Order(StringComparer.Ordinal)];

    private static string Kind(string? type) => type switch
    {
        "VIEW" => WarehouseTable.View,
        "EXTERNAL" => "foreign table",
        "MATERIALIZED_VIEW" => "materialized view",
        _ => "table",
    };

    // A column with fields comes before its fields.
    private static IEnumerable<Field> Fields(IEnumerable<BigQueryColumn> columns, ValueList<string> within)
    {
        foreach (BigQueryColumn column in columns)
        {
            ValueList<string> name = [.. within, column.Name];
            yield return new Field { NameParts = name, Type = Type(column), Required = column.Mode == "REQUIRED" };
            foreach (Field field in column.IsRecord && !column.IsRepeated ? Fields(column.Fields, name) : [])
            {
                yield return field;
            }
        }
    }

    private static string Type(BigQueryColumn column)
    {
        string type = column.Type switch
        {
            "INTEGER" => "int64",
            "FLOAT" => "float64",
            "BOOLEAN" => "bool",
            "RECORD" => "struct",
            _ => column.Type.ToLowerInvariant(),
        };
        return column.IsRepeated ? type + "[]" : type;
    }
}
