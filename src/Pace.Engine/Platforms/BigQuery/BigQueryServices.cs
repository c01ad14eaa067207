using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>Where BigQuery is, and for which project it works.</summary>
/// <param name="Endpoint">BigQuery's own address.</param>
/// <param name="Catalog">Data Catalog's, which knows what policy tags are called.</param>
/// <param name="Project">The project that pays for queries and whose datasets are listed.</param>
/// <param name="Location">Where queries run; null: where their data is.</param>
/// <param name="ConnectTimeout">How long connecting may take.</param>
internal sealed record BigQueryServices(
    ServiceEndpoint Endpoint, ServiceEndpoint Catalog, string Project, string? Location, TimeSpan ConnectTimeout);
