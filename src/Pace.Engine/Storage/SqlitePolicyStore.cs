using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>
/// Keeps policies in one SQLite file. The file and its folder are made by the first save, readable by their user only;
/// a file of an older schema is upgraded by the first use, after a copy (<c>policies.db.v1.bak</c>).
/// An instance holds nothing open between two calls and may be used by several threads.
/// </summary>
public sealed class SqlitePolicyStore : IPolicyStore
{
    private readonly StoreFile _file;
    private readonly TimeProvider _time;
    private readonly IPolicyCodec _codec;

    /// <summary>A store in a file, which need not be there yet.</summary>
    /// <param name="path">The file, usually <c>policies.db</c> in the data directory.</param>
    /// <param name="time">The clock that versions get their times from; null: the system's.</param>
    public SqlitePolicyStore(string path, TimeProvider? time = null)
        : this(new StoreFile(path, StoreSchema.Policies), time ?? TimeProvider.System, new PolicyCodec())
    {
    }

    internal SqlitePolicyStore(StoreFile file, TimeProvider time, IPolicyCodec codec)
    {
        _file = file;
        _time = time;
        _codec = codec;
    }

    /// <summary>The file, absolute.</summary>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyList<StoredPolicy> List(string? platformId = null, string? policyId = null, Page page = default) =>
        Read(StoreSql.SelectActive, ("@platform", platformId), ("@id", policyId), ("@first", page.First), ("@skip", page.Skip));

    /// <inheritdoc/>
    public StoredPolicy? Find(PolicyKey key, int? version = null) =>
        Read(StoreSql.SelectOne, Platform(key), Id(key), ("@version", version)).SingleOrDefault();

    /// <inheritdoc/>
    public IReadOnlyList<StoredPolicy> History(PolicyKey key) => Read(StoreSql.SelectHistory, Platform(key), Id(key));

    /// <inheritdoc/>
    public IPendingPolicy BeginSave(
        PolicyKey key, DataPolicy policy, int? expectedVersion = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key.PlatformId, nameof(key));
        ArgumentException.ThrowIfNullOrEmpty(key.PolicyId, nameof(key));
        ArgumentNullException.ThrowIfNull(policy);
        if (expectedVersion is { } expected)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(expected, nameof(expectedVersion));
        }

        // Before the lock is taken and before anything is applied: what could not be read again is not stored.
        string text = _codec.Encode(WithoutStoredMetadata(policy));
        if (_codec.Decode(text, out IReadOnlyList<Diagnostic> problems) is not { } readBack)
        {
            throw PaceException.Invalid(key.PolicyId, [.. problems.Select(item => item with { Position = null, SourceLine = null })]);
        }

        return Write(connection =>
        {
            PolicyHead? active = ReadHead(connection, key);
            if (expectedVersion is not null && expectedVersion != (active?.Version ?? 0))
            {
                throw Conflict(key, active?.Version ?? 0, expectedVersion.Value);
            }

            return new PendingPolicy(Path, _time, connection, key, readBack, text, active);
        }, cancellation);
    }

    /// <inheritdoc/>
    public StoredPolicy MarkApplied(
        PolicyKey key, int version, DateTimeOffset appliedAt, CancellationToken cancellation = default)
    {
        if (!Exists())
        {
            throw NotFound(key, version);
        }

        using SqliteConnection connection = Write(static connection => connection, cancellation);
        return StoreErrors.Translate(Path, () =>
        {
            int marked = connection.Execute(
                StoreSql.MarkApplied,
                Platform(key),
                Id(key),
                ("@version", version),
                ("@updated", PolicyRow.Write(_time.GetUtcNow())),
                ("@applied", PolicyRow.Write(appliedAt)));
            if (marked == 0)
            {
                throw NotFound(key, version);
            }

            using SqliteCommand select = connection.Command(StoreSql.SelectOne, Platform(key), Id(key), ("@version", version));
            StoredPolicy stored = PolicyRow.ReadAll(select).Single().ToStoredPolicy(Path, _codec);
            connection.Execute(StoreSql.Commit);
            return stored;
        });
    }

    /// <inheritdoc/>
    public bool Remove(PolicyKey key, CancellationToken cancellation = default)
    {
        if (!Exists())
        {
            return false;
        }

        using SqliteConnection connection = Write(static connection => connection, cancellation);
        return StoreErrors.Translate(Path, () =>
        {
            int removed = connection.Execute(StoreSql.Remove, Platform(key), Id(key));
            connection.Execute(StoreSql.Commit);
            return removed > 0;
        });
    }

    private static (string Name, object? Value) Platform(PolicyKey key) => ("@platform", key.PlatformId);

    private static (string Name, object? Value) Id(PolicyKey key) => ("@id", key.PolicyId);

    // The row's version and times are the only ones; a second set in the text could only differ from them.
    private static DataPolicy WithoutStoredMetadata(DataPolicy policy) => policy with
    {
        Origin = null,
        Metadata = policy.Metadata is { } metadata
            ? metadata with { Version = 0, CreateTime = null, UpdateTime = null, LastApplyTime = null }
            : null,
    };

    private static PolicyHead? ReadHead(SqliteConnection connection, PolicyKey key)
    {
        using SqliteCommand command = connection.Command(StoreSql.SelectHead, Platform(key), Id(key));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? new PolicyHead(reader.GetInt32(0), reader.GetString(1)) : null;
    }

    private static PaceException Conflict(PolicyKey key, int active, int expected)
    {
        string name = $"Policy '{key.PolicyId}' for platform '{key.PlatformId}'";
        return new PaceException(
            PaceErrorKind.VersionConflict,
            (active, expected) switch
            {
                (0, _) => $"{name} is not stored, where version {expected} was expected.",
                (_, 0) => $"{name} is stored already, as version {active}, where none was expected.",
                _ => $"{name} is stored as version {active}, where version {expected} was expected.",
            },
            active == 0
                ? "Store it without an expected version, or correct the id or the platform."
                : "Somebody else may have changed it: get it again, redo the change on that version, and store it then.",
            key.PolicyId);
    }

    private static PaceException NotFound(PolicyKey key, int version) => new(
        PaceErrorKind.PolicyNotFound,
        $"Version {version} of policy '{key.PolicyId}' for platform '{key.PlatformId}' is not stored.",
        "Get-PaceDataPolicy -History lists the versions that are.",
        key.PolicyId);

    private bool Exists() => StoreErrors.Translate(Path, _file.Exists);

    // Decoding comes after the connection is closed: no reader holds the file longer than it needs.
    private List<StoredPolicy> Read(string sql, params (string Name, object? Value)[] parameters)
    {
        List<PolicyRow> rows = StoreErrors.Translate(Path, () =>
        {
            using SqliteConnection? connection = _file.BeginRead();
            if (connection is null)
            {
                return [];
            }

            using SqliteCommand command = connection.Command(sql, parameters);
            return PolicyRow.ReadAll(command);
        });
        return rows.ConvertAll(row => row.ToStoredPolicy(Path, _codec));
    }

    /// <summary>Begins a write transaction; the result owns the connection, which is closed when there is none.</summary>
    private T Write<T>(Func<SqliteConnection, T> use, CancellationToken cancellation) => StoreErrors.Translate(Path, () =>
    {
        SqliteConnection connection = _file.BeginWrite(cancellation);
        try
        {
            return use(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });
}
