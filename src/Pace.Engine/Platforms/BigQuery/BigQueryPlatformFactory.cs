using Pace.Engine.Platforms.Http;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>Makes BigQuery platforms.</summary>
public sealed class BigQueryPlatformFactory : IPlatformFactory
{
    private const int DefaultTimeout = 10;
    private const string DefaultUrl = "https://bigquery.googleapis.com";
    private const string DefaultCatalog = "https://datacatalog.googleapis.com";

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.BigQuery;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformOption> Options { get; } =
    [
        new("project-id", true, "the project, whose datasets are listed and that pays for queries"),
        new("user-groups-table", false, "project.dataset.table with the columns userEmail and userGroup"),
        new("use-iam-check-extension", false, "true: groups are Google's IAM's, asked through the routine check_principal_access"),
        new("service-account-json-key-file", false, "the file of the service account's key"),
        new("service-account-json-key", false, "the key itself, as ${ENV_NAME}"),
        new("location", false, "where queries run, such as EU; left out, where their data is"),
        new("server-url", false, "BigQuery's address, https://bigquery.googleapis.com when left out"),
        new("data-catalog-url", false, "Data Catalog's address, https://datacatalog.googleapis.com when left out"),
        new("timeout-seconds", false, "how long connecting may take, 1 to 300, 10 when left out"),
    ];

    /// <inheritdoc/>
    public IProcessingPlatform Create(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PlatformOptionReader reader = new(settings, Options);
        if (settings.Credential is not null)
        {
            reader.Add("a credential is given, and BigQuery takes no passwords: set service-account-json-key-file");
        }

        string? file = reader.Text("service-account-json-key-file");
        string? json = reader.Text("service-account-json-key");
        if (file is not null && json is not null)
        {
            reader.Add("the keys 'service-account-json-key-file' and 'service-account-json-key' say two things: keep one");
        }

        bool iam = reader.Choice("use-iam-check-extension", ("false", false), ("true", true));
        QualifiedName? groups = null;
        if (reader.Text("user-groups-table") is { } table)
        {
            if (iam)
            {
                reader.Add("the key 'user-groups-table' does nothing while use-iam-check-extension is true");
            }
            else if (!QualifiedName.TryParse(table, out groups, out string problem) || groups.Parts.Count is not (2 or 3))
            {
                reader.Add("the key 'user-groups-table' is no project.dataset.table" + (problem.Length > 0 ? ": " + problem : ""));
            }
        }

        string project = reader.Text("project-id") ?? "";
        ServiceEndpoint bigQuery = Endpoint("server-url", "BigQuery", DefaultUrl);
        ServiceEndpoint catalog = Endpoint("data-catalog-url", "Data Catalog", DefaultCatalog);
        BigQueryServices services = new(
            bigQuery, catalog, project, reader.Text("location"), TimeSpan.FromSeconds(reader.Integer("timeout-seconds", 1, 300, DefaultTimeout)));
        reader.ThrowIfWrong();
        BigQuerySettings dialect = new() { ProjectId = project, UserGroupsTable = groups, UseIamCheckExtension = iam };
        return new BigQueryPlatform(services, dialect, () => ServiceAccountKey.Read(settings.Id, file, json), TimeProvider.System);

        ServiceEndpoint Endpoint(string key, string product, string fallback)
        {
            if (ServiceEndpoint.Problem(reader.Text(key) ?? fallback, out Uri address) is { } problem)
            {
                reader.Add($"the key '{key}' {problem}");
            }

            return new ServiceEndpoint(settings.Id, product, address);
        }
    }
}
