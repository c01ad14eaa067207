using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Pace.Relay.Aggregation;

namespace Pace.Relay.Storage;

/// <summary>The store in one SQLite file with a write-ahead log.</summary>
/// <remarks>
/// A commit appends one record and waits for the disk (<c>synchronous=full</c>): however many documents it holds, it
/// costs one write in a row and one flush. The table of rows is brought up to date later, in the order of its keys.
/// </remarks>
internal sealed class SqliteRelayStore : IRelayStore
{
    private const int RecordsDroppedAtOnce = 64;
    private const int HourlyDays = 90;
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly SqliteConnection _connection;
    private readonly List<string> _names = [];
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin, _commit, _rollback, _record, _row, _removeRow, _snapshot, _chart, _oldCharts, _drop, _dropAll;
    private readonly SqliteStatement _secure, _fast, _truncate;
    private long _seq;

    private SqliteRelayStore(string path, FileStream held, SqliteConnection connection)
    {
        (_path, _lock, _connection) = (path, held, connection);
        _begin = Prepare("begin immediate");
        _commit = Prepare("commit");
        _rollback = Prepare("rollback");
        _record = Prepare("insert into journal (seq, record) values (?1, ?2)");
        _row = Prepare("insert into installations (key, row) values (?1, ?2) on conflict (key) do update set row = excluded.row");
        _removeRow = Prepare("delete from installations where key = ?1");
        _snapshot = Prepare("insert or replace into snapshot (id, seq, state) values (1, ?1, ?2)");
        _chart = Prepare("insert into charts (is_day, start, counts) values (?1, ?2, ?3)");
        _oldCharts = Prepare("delete from charts where is_day = 0 and start < ?1");
        _drop = Prepare("delete from journal where seq in (select seq from journal where seq <= ?1 order by seq limit ?2)");
        _dropAll = Prepare("delete from journal where seq <= ?1");
        _secure = Prepare("pragma secure_delete = on");
        _fast = Prepare("pragma secure_delete = fast");
        _truncate = Prepare("pragma wal_checkpoint(truncate)");
        HashKey = [];
    }

    public byte[] HashKey { get; private set; }

    public IReadOnlyList<string> Names => _names;

    public long Dropped { get; private set; }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file; its directory is made where there is none.</param>
    /// <param name="steps">The schema's steps, for tests.</param>
    /// <exception cref="StoreException">It cannot be opened, another process has it, or a newer relay wrote it.</exception>
    public static SqliteRelayStore Open(string path, IReadOnlyList<string>? steps = null)
    {
        FileStream? held = null;
        SqliteConnection? connection = null;
        try
        {
            held = Hold(path);
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Configure(connection);
            StoreSchema.Upgrade(connection, path, steps ?? StoreSchema.Steps);
            var store = new SqliteRelayStore(path, held, connection);
            store.ReadFixed();
            return store;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            held?.Dispose();
            if (e is StoreException) throw;
            throw new StoreException($"'{path}' cannot be used: {e.Message.Replace('\n', ' ').TrimEnd('.')}", e);
        }
    }

    /// <summary>The connection of a reader or of the writer.</summary>
    internal static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    public void AddNames(IEnumerable<string> names)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (string name in names)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "insert into names (number, name) values ($number, $name)";
            command.Parameters.AddWithValue("$number", _names.Count);
            command.Parameters.AddWithValue("$name", name);
            command.ExecuteNonQuery();
            _names.Add(name);
        }

        transaction.Commit();
    }

    public long Load(Aggregator state)
    {
        try
        {
            long snapshot = 0;
            using (SqliteStatement read = New("select seq, state from snapshot"))
            {
                while (read.Next())
                {
                    snapshot = read.Long(0);
                    StateReader.ReadSnapshot(state, read.Bytes(1));
                }
            }

            using (SqliteStatement read = New("select key, row from installations"))
            {
                while (read.Next()) state.RestoreRow(BinaryPrimitives.ReadUInt128BigEndian(read.Bytes(0)), read.Bytes(1), inTable: true);
            }

            long bytes = 0;
            _seq = snapshot;
            using (SqliteStatement read = New("select seq, record from journal order by seq"))
            {
                while (read.Next())
                {
                    long seq = read.Long(0);
                    bytes += read.Bytes(1).Length;
                    StateReader.ReadRecord(state, read.Bytes(1), seq > snapshot);
                    _seq = Math.Max(_seq, seq);
                }
            }

            state.Restored();
            return bytes;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            throw new StoreException($"'{_path}' is damaged: {e.Message.TrimEnd('.')}", e);
        }
    }

    public long Write(StoreBatch batch)
    {
        bool erases = batch.Erase && batch.DropThrough > Dropped;
        if (erases) _secure.Run();
        _begin.Run();
        long seq = _seq;
        long dropped = Dropped;
        try
        {
            if (!batch.Record.IsEmpty) _record.Bind(1, ++seq).Bind(2, batch.Record.Span).Run();
            foreach (UInt128 key in batch.Rows) WriteRow(key, batch.RowSource(key));
            foreach (FinishedPeriod period in batch.Finished) WriteChart(period);
            if (!batch.Snapshot.IsEmpty) _snapshot.Bind(1, seq).Bind(2, batch.Snapshot.Span).Run();
            if (batch.DropThrough > Dropped) dropped = Drop(batch.DropThrough, erases);
            _commit.Run();
        }
        catch
        {
            TryRollBack();
            throw;
        }

        (_seq, Dropped) = (seq, dropped);
        if (erases)
        {
            _fast.Run();
            _truncate.Run();
        }

        return _seq;
    }

    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements) statement.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    // SQLite's own locks are for each statement; two relays on one file would each hold another state in memory.
    private static FileStream Hold(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            if (!Directory.Exists(directory)) Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.CreateDirectory(directory);
        FileStream held;
        try
        {
            held = new FileStream(path + ".lock", options);
        }
        catch (IOException e) when (File.Exists(path + ".lock"))
        {
            throw new StoreException($"'{path}' is in use by another relay. Stop it, or give this one another file", e);
        }

        if (File.Exists(path)) return held;
        options.Mode = FileMode.CreateNew;
        // Made here, so that its owner alone can read it; what SQLite puts beside it is made alike.
        using (new FileStream(path, options)) return held;
    }

    private static void Configure(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            pragma page_size = 16384;
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma wal_autocheckpoint = 512;
            pragma cache_size = -8192;
            pragma temp_store = memory;
            pragma secure_delete = fast;
            """;
        command.ExecuteNonQuery();
    }

    private void ReadFixed()
    {
        using SqliteStatement key = New("select value from meta where name = 'hash-key'");
        while (key.Next()) HashKey = key.Bytes(0).ToArray();
        if (HashKey.Length != 32) throw new StoreException($"'{_path}' is damaged: its hash key is missing");
        using SqliteStatement name = New("select name from names order by number");
        while (name.Next()) _names.Add(System.Text.Encoding.UTF8.GetString(name.Bytes(0)));
    }

    private void WriteRow(UInt128 key, ReadOnlySpan<byte> row)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        if (row.IsEmpty)
        {
            _removeRow.Bind(1, bytes).Run();
            return;
        }

        // What is only of this process does not belong into a file.
        Span<byte> clean = stackalloc byte[row.Length];
        row.CopyTo(clean);
        clean[Row.FlagsInStored] &= unchecked((byte)~Row.DirtyFlag);
        _row.Bind(1, bytes).Bind(2, clean).Run();
    }

    private void WriteChart(FinishedPeriod period)
    {
        _chart.Bind(1, period.IsDay ? 1 : 0).Bind(2, period.Start).Bind(3, period.Counts).Run();
        if (!period.IsDay) _oldCharts.Bind(1, period.Start - (HourlyDays * 86400L)).Run();
    }

    private long Drop(long through, bool all)
    {
        if (all)
        {
            _dropAll.Bind(1, through).Run();
            return through;
        }

        _drop.Bind(1, through).Bind(2, RecordsDroppedAtOnce).Run();
        return SQLitePCL.raw.sqlite3_changes(_connection.Handle) < RecordsDroppedAtOnce ? through : Dropped;
    }

    private void TryRollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (StoreException)
        {
            // SQLite has rolled back by itself.
        }
    }

    private SqliteStatement New(string text) => new(_connection.Handle!, text);

    private SqliteStatement Prepare(string text)
    {
        SqliteStatement statement = New(text);
        _statements.Add(statement);
        return statement;
    }
}
