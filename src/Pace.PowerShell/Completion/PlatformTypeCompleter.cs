using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the types of platforms that this build can connect to.</summary>
internal sealed class PlatformTypeCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("types", static _ =>
        [.. EngineParts.PlatformTypes.Select(type => new Candidate(PlatformDirectory.Spell(type), Describe(type)))]);

    private static string Describe(PlatformType type) => type switch
    {
        PlatformType.Postgres => "a PostgreSQL database: -HostName, -Database, -UserName, -PasswordVariable",
        PlatformType.Sqlite => "an SQLite file: -Path",
        PlatformType.Snowflake => "a Snowflake account: -AccountName, -Database, -UserName, -PrivateKeyFile",
        PlatformType.BigQuery => "a BigQuery project: -ProjectId, -ServiceAccountKeyFile, -UserGroupsTable",
        _ => $"a platform of type {PlatformDirectory.Spell(type)}",
    };
}

/// <summary>Completes the dialects that policies compile to.</summary>
internal sealed class DialectCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("dialects", static _ =>
        [.. SqlDialects.All.Select(dialect => new Candidate(PlatformDirectory.Spell(dialect.Platform), $"the SQL of {dialect.Name}, without any connection"))]);
}
