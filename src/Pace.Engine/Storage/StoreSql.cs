namespace Pace.Engine.Storage;

/// <summary>All SQL of the policy store.</summary>
internal static class StoreSql
{
    // One step for each schema version; a step is never changed once it was released.
    // The partial index makes a second active version of a policy impossible, whatever code writes the file.
    public const string CreateVersion1 = """
        CREATE TABLE policies (
            platform_id TEXT NOT NULL,
            policy_id TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            applied_at TEXT,
            policy TEXT NOT NULL,
            PRIMARY KEY (platform_id, policy_id, version)
        ) STRICT;
        CREATE UNIQUE INDEX policies_active ON policies (platform_id, policy_id) WHERE active = 1;
        """;

    // A tag has one transform, whatever its spelling; the key is what its spellings have in common.
    public const string CreateVersion2 = """
        CREATE TABLE global_transforms (
            type TEXT NOT NULL CHECK (type = 'TAG_TRANSFORM'),
            key TEXT NOT NULL CHECK (key <> ''),
            ref TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            transform TEXT NOT NULL,
            PRIMARY KEY (type, key)
        ) STRICT;
        """;

    public const string SelectTransforms =
        "SELECT ref, created_at, updated_at, transform FROM global_transforms "
        + "WHERE type = 'TAG_TRANSFORM' AND (@key IS NULL OR key = @key) ORDER BY key";

    public const string SaveTransform =
        "INSERT INTO global_transforms (type, key, ref, created_at, updated_at, transform) "
        + "VALUES ('TAG_TRANSFORM', @key, @ref, @now, @now, @transform) "
        + "ON CONFLICT (type, key) DO UPDATE SET ref = @ref, updated_at = @now, transform = @transform";

    public const string RemoveTransform = "DELETE FROM global_transforms WHERE type = 'TAG_TRANSFORM' AND key = @key";

    public const string ReadIdentity =
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
        + "EXISTS (SELECT * FROM sqlite_schema)";

    public const string UseWriteAheadLog = "PRAGMA journal_mode = WAL";
    public const string Begin = "BEGIN";
    public const string BeginImmediate = "BEGIN IMMEDIATE";
    public const string Commit = "COMMIT";
    public const string Rollback = "ROLLBACK";
    public const string CopyInto = "VACUUM INTO @file";

    public const string SelectActive =
        SelectPolicies
        + "WHERE active = 1 AND (@platform IS NULL OR platform_id = @platform) AND (@id IS NULL OR policy_id = @id) "
        + "ORDER BY platform_id, policy_id LIMIT coalesce(@first, -1) OFFSET @skip";

    public const string SelectOne =
        SelectPolicies
        + "WHERE platform_id = @platform AND policy_id = @id "
        + "AND ((@version IS NULL AND active = 1) OR version = @version)";

    public const string SelectHistory =
        SelectPolicies + "WHERE platform_id = @platform AND policy_id = @id ORDER BY version";

    public const string SelectHead =
        "SELECT version, created_at FROM policies WHERE platform_id = @platform AND policy_id = @id AND active = 1";

    public const string Deactivate =
        "UPDATE policies SET active = 0 WHERE platform_id = @platform AND policy_id = @id AND active = 1";

    public const string Insert =
        "INSERT INTO policies (platform_id, policy_id, version, active, created_at, updated_at, applied_at, policy) "
        + "VALUES (@platform, @id, @version, 1, @created, @updated, @applied, @policy)";

    // Times are texts of one length in UTC, so the larger text is the later time.
    public const string MarkApplied =
        "UPDATE policies SET updated_at = @updated, applied_at = max(coalesce(applied_at, @applied), @applied) "
        + "WHERE platform_id = @platform AND policy_id = @id AND version = @version";

    public const string Remove = "DELETE FROM policies WHERE platform_id = @platform AND policy_id = @id";

    private const string SelectPolicies =
        "SELECT platform_id, policy_id, version, active, created_at, updated_at, applied_at, policy FROM policies ";

    /// <summary>Marks a file as of an application and a schema version; a PRAGMA takes no parameters.</summary>
    public static string SetIdentity(int applicationId, int version) =>
        FormattableString.Invariant($"PRAGMA application_id = {applicationId}; PRAGMA user_version = {version}");
}
