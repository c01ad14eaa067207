using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of schemas on the platform that is meant.</summary>
internal sealed class SchemaCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        PlatformContent.Find("schemas", request.Platform, static (platform, cancellation) => PlatformContent.Of(
            platform.ListSchemasAsync(null, new Page(0, PlatformContent.Most), cancellation),
            static schema => new Candidate(schema.Name, $"schema of {schema.Database} on {schema.ProcessingPlatform}")));
}

/// <summary>Completes the names of databases on the platform that is meant.</summary>
internal sealed class DatabaseCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        PlatformContent.Find("databases", request.Platform, static (platform, cancellation) => PlatformContent.Of(
            platform.ListDatabasesAsync(new Page(0, PlatformContent.Most), cancellation),
            static database => new Candidate(database.Name, $"database on {database.ProcessingPlatform}")));
}
