using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pace.Engine.Storage;

/// <summary>
/// A store's SQLite file: made with the user's rights only, brought to the newest schema, and opened for one
/// transaction at a time. No connection outlives its transaction and none is pooled, so that the file can be moved or
/// deleted between two uses, on Windows too.
/// </summary>
internal sealed class StoreFile
{
    /// <summary>How long a writer waits for others.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Closing a file that the process also has open elsewhere drops the process's POSIX locks on it. A file that is
    // being made must therefore not be seen, and so not be opened by SQLite, before its handle is closed again.
    private static readonly object Making = new();

    private readonly StoreSchema _schema;
    private readonly TimeSpan _patience;
    private readonly string _connectionString;

    static StoreFile() => Batteries_V2.Init();

    public StoreFile(string path, StoreSchema schema, TimeSpan? patience = null)
    {
        Path = System.IO.Path.GetFullPath(path);
        _schema = schema;
        _patience = patience ?? Patience;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_patience.TotalSeconds)),
        }.ToString();
    }

    public string Path { get; }

    /// <summary>A connection in a read transaction, or null when nothing was ever stored. Makes no file.</summary>
    public SqliteConnection? BeginRead()
    {
        if (!Exists())
        {
            return null;
        }

        SqliteConnection connection = Open();
        try
        {
            while (true)
            {
                connection.Execute(StoreSql.Begin);
                int found = ReadVersion(connection);
                if (found == _schema.Version)
                {
                    return connection;
                }

                connection.Execute(StoreSql.Rollback);
                if (found == 0)
                {
                    connection.Dispose();
                    return null;
                }

                BeginImmediate(connection, CancellationToken.None);
                UpgradeAndCommit(connection);
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A connection in a transaction that keeps other writers out, in a file that is made when it is not there.
    /// Disposing it rolls back what was not committed.
    /// </summary>
    public SqliteConnection BeginWrite(CancellationToken cancellation)
    {
        Make();
        SqliteConnection connection = Open();
        try
        {
            // A file of another program or of a newer Pace is not even switched to another journal.
            ReadVersion(connection);
            connection.Execute(StoreSql.UseWriteAheadLog);
            while (true)
            {
                BeginImmediate(connection, cancellation);
                if (ReadVersion(connection) == _schema.Version)
                {
                    return connection;
                }

                // In a transaction of its own: the caller may roll back.
                UpgradeAndCommit(connection);
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is there. A folder that may not be looked into is an error, not an empty store.</summary>
    public bool Exists()
    {
        lock (Making)
        {
            try
            {
                return File.GetAttributes(Path).HasFlag(FileAttributes.Directory) ? throw StoreErrors.IsFolder(Path) : true;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
        }
    }

    private void Make()
    {
        lock (Making)
        {
            if (Exists())
            {
                return;
            }

            MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
            try
            {
                MakeEmpty(Path);
            }
            catch (IOException) when (File.Exists(Path))
            {
                // Another process was faster.
            }
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // SQLite takes an empty file for a new one, and gives its journals the rights of the file.
    private static void MakeEmpty(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(_connectionString);
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

    private void BeginImmediate(SqliteConnection connection, CancellationToken cancellation)
    {
        if (!StoreLock.TryBegin(connection, StoreSql.BeginImmediate, _patience, cancellation))
        {
            throw StoreErrors.Busy(Path, _patience);
        }
    }

    /// <summary>The file's schema version, 0 for an empty file, never more than the newest that is known.</summary>
    private int ReadVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command(StoreSql.ReadIdentity);
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        (int application, int version, bool hasContent) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetBoolean(2));
        if (application == 0 && version == 0 && !hasContent)
        {
            return 0;
        }

        if (application != _schema.ApplicationId || version < 1)
        {
            throw StoreErrors.Foreign(Path);
        }

        return version <= _schema.Version ? version : throw StoreErrors.Newer(Path, version, _schema.Version);
    }

    private void UpgradeAndCommit(SqliteConnection connection)
    {
        // Read under the lock: another process may have upgraded since.
        int found = ReadVersion(connection);
        string? copy = null;
        try
        {
            if (found > 0 && found < _schema.Version)
            {
                copy = Copy(found);
            }

            foreach (string step in _schema.Steps.Skip(found))
            {
                connection.Execute(step);
            }

            connection.Execute(StoreSql.SetIdentity(_schema.ApplicationId, _schema.Version));
            connection.Execute(StoreSql.Commit);
        }
        catch (Exception exception) when (found > 0 && exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.UpgradeFailed(Path, found, _schema.Version, copy, exception);
        }
    }

    // By another connection, because VACUUM runs in no transaction; nobody writes meanwhile, as the caller holds the
    // lock. SQLite makes the copy, never File.Copy: that would drop the locks and miss what stands in the journal.
    private string Copy(int version)
    {
        string copy = FormattableString.Invariant($"{Path}.v{version}.bak");
        string unfinished = copy + ".tmp";
        File.Delete(unfinished);
        MakeEmpty(unfinished);
        using (SqliteConnection connection = Open())
        {
            connection.Execute(StoreSql.CopyInto, ("@file", unfinished));
        }

        using (FileStream stream = new(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, copy, overwrite: true);
        return copy;
    }
}
