using System.Globalization;
using Microsoft.Data.Sqlite;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>A policy whose version is reserved by the write lock that its connection holds.</summary>
internal sealed class PendingPolicy : IPendingPolicy
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly PolicyKey _key;
    private readonly DataPolicy _policy;
    private readonly string _text;
    private readonly string? _createdAt;
    private SqliteConnection? _connection;

    /// <param name="path">The store's file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="connection">In a write transaction; owned by this object from now on.</param>
    /// <param name="key">The policy's key.</param>
    /// <param name="policy">The policy, as it will be read from <paramref name="text"/>.</param>
    /// <param name="text">The policy's text.</param>
    /// <param name="active">The active version and when the first was stored; null when there is none.</param>
    public PendingPolicy(
        string path, TimeProvider time, SqliteConnection connection, PolicyKey key, DataPolicy policy, string text, PolicyHead? active)
    {
        (_path, _time, _connection) = (path, time, connection);
        (_key, _policy, _text) = (key, policy, text);
        _createdAt = active?.CreatedAt;
        Version = checked((active?.Version ?? 0) + 1);
    }

    public int Version { get; }

    public StoredPolicy Commit(int? version = null, DateTimeOffset? appliedAt = null)
    {
        if (version < Version)
        {
            throw new ArgumentOutOfRangeException(
                nameof(version), version, $"The version must be {Version.ToString(CultureInfo.InvariantCulture)} or above.");
        }

        using SqliteConnection connection = _connection
            ?? throw new InvalidOperationException("The policy was committed or given up already.");
        _connection = null;
        string now = PolicyRow.Write(_time.GetUtcNow());
        PolicyRow row = new(
            _key, version ?? Version, true, _createdAt ?? now, now, appliedAt is { } at ? PolicyRow.Write(at) : null, _text);
        StoreErrors.Translate(_path, () => Insert(connection, row));
        return row.ToStoredPolicy(_policy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private static int Insert(SqliteConnection connection, PolicyRow row)
    {
        (string, object?) platform = ("@platform", row.Key.PlatformId);
        (string, object?) id = ("@id", row.Key.PolicyId);
        connection.Execute(StoreSql.Deactivate, platform, id);
        connection.Execute(
            StoreSql.Insert,
            platform,
            id,
            ("@version", row.Version),
            ("@created", row.CreatedAt),
            ("@updated", row.UpdatedAt),
            ("@applied", row.AppliedAt),
            ("@policy", row.Text));
        return connection.Execute(StoreSql.Commit);
    }
}

/// <summary>What the next version of a policy takes over from the active one.</summary>
internal sealed record PolicyHead(int Version, string CreatedAt);
