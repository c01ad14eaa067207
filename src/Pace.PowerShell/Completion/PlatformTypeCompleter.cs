using Pace.Engine.Policies;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the types of platforms that this build can connect to.</summary>
internal sealed class PlatformTypeCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("types", static _ =>
        [.. EngineParts.PlatformTypes.Select(type => new Candidate(PlatformDirectory.Spell(type), Describe(type)))]);

    private static string Describe(PlatformType type) => type switch
    {
        PlatformType.Postgres => "a PostgreSQL database: -HostName, -Database, -UserName",
        PlatformType.Sqlite => "an SQLite file: -Path",
        PlatformType.Snowflake => "a Snowflake account: -AccountName, -UserName, -PrivateKeyFile, -Warehouse, -Database",
        PlatformType.BigQuery => "a BigQuery project: -ProjectId, -ServiceAccountKeyFile",
        _ => "",
    };
}

/// <summary>Completes the dialects that policies compile to.</summary>
internal sealed class DialectCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("dialects", static _ =>
        [.. EngineParts.Dialects.Select(name => new Candidate(name, $"the SQL of {Spoken(name)}, without any connection"))]);

    private static string Spoken(string dialect) => dialect switch
    {
        "POSTGRES" => "PostgreSQL",
        "SQLITE" => "SQLite, with the functions of Pace's own connection",
        "SNOWFLAKE" => "Snowflake",
        "BIGQUERY" => "BigQuery",
        _ => dialect,
    };
}
