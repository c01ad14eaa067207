using Microsoft.Data.Sqlite;
using Pace.Engine.Storage;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// The file of a platform, opened for one transaction at a time: no connection is kept, so that the file can be moved
/// or deleted between two commands, on Windows too, and nobody waits for a prompt that stands idle.
/// </summary>
/// <remarks>
/// Pace's own file is a store like that of the policies: made with its user's rights only, marked as Pace's, upgraded
/// after a copy, with a write-ahead log, so that who reads rows in a pipeline keeps nobody from writing. In a file of
/// the user's none of that is touched.
/// </remarks>
internal sealed class SqliteFile
{
    // No table is Pace's own there, so that there is nothing to make. The application id is "PACT" in ASCII.
    private static readonly StoreSchema Embedded = new(0x50414354, ["-- version 1: tables and views are their user's"]);

    private readonly StoreFile? _store;
    private readonly TimeSpan _patience;

    static SqliteFile() => Batteries_V2.Init();

    public SqliteFile(string id, string path, bool isEmbedded, TimeProvider? clock = null, TimeSpan? patience = null)
    {
        (Id, Path, IsEmbedded, Clock) = (id, path, isEmbedded, clock ?? TimeProvider.System);
        _patience = patience ?? StoreFile.Patience;
        _store = isEmbedded ? new StoreFile(path, Embedded, _patience) : null;
    }

    /// <summary>The platform's id.</summary>
    public string Id { get; }

    public string Path { get; }

    /// <summary>Whether it is Pace's own file.</summary>
    public bool IsEmbedded { get; }

    public TimeProvider Clock { get; }

    /// <summary>A session in which everything is seen as it is now.</summary>
    public SqliteSession Read(CancellationToken cancellation) => Guard(() =>
    {
        SqliteConnection connection = _store is not null ? _store.BeginRead() ?? OpenNothing() : Begin(write: false, cancellation);
        return Session(connection, cancellation);
    });

    /// <summary>A session that keeps other writers out. What is not committed is rolled back.</summary>
    public SqliteSession Write(CancellationToken cancellation) => Guard(() =>
    {
        SqliteConnection connection = _store is not null ? _store.BeginWrite(cancellation) : Begin(write: true, cancellation);
        return Session(connection, cancellation);
    });

    /// <summary>
    /// A session as <see cref="Write"/> gives it, for finding out what would come of a change. Makes no file.
    /// </summary>
    public SqliteSession Try(CancellationToken cancellation) =>
        _store is not null && !_store.Exists() ? Read(cancellation) : Write(cancellation);

    /// <summary>Does something and tells errors of SQLite's and the system's as Pace's.</summary>
    public T Guard<T>(Func<T> work, string? doing = null)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (SqliteErrors.Translate(error, Path, Id, doing) is { } told)
        {
            throw told;
        }
    }

    /// <summary>Commits. Not to be cancelled: whoever interrupts a commit does not know what came of it.</summary>
    public void Commit(SqliteConnection connection)
    {
        // A reader in a file without a write-ahead log holds a commit up.
        if (!StoreLock.TryBegin(connection, "commit", _patience, CancellationToken.None))
        {
            throw SqliteErrors.Busy(Path, Id, _patience);
        }
    }

    private SqliteSession Session(SqliteConnection connection, CancellationToken cancellation)
    {
        try
        {
            return new SqliteSession(this, connection, cancellation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Begin(bool write, CancellationToken cancellation)
    {
        bool isFolder = Directory.Exists(Path);
        if (isFolder || !File.Exists(Path))
        {
            throw SqliteErrors.Missing(Path, Id, isFolder);
        }

        SqliteConnection connection = Open(Path, SqliteOpenMode.ReadWrite);
        try
        {
            bool begun = write
                ? StoreLock.TryBegin(connection, "begin immediate", _patience, cancellation)
                // The lock is taken with the first look at the file.
                : StoreLock.TryBegin(connection, "begin", _patience, cancellation)
                    && StoreLock.TryBegin(connection, "select 1 from sqlite_schema limit 1", _patience, cancellation);
            return begun ? connection : throw SqliteErrors.Busy(Path, Id, _patience);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Stands for a file that is not there yet.
    private static SqliteConnection OpenNothing()
    {
        SqliteConnection connection = Open(":memory:", SqliteOpenMode.Memory);
        connection.Execute("begin");
        return connection;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(StoreFile.Patience.TotalSeconds)),
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
