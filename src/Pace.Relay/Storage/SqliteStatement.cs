using SQLitePCL;

namespace Pace.Relay.Storage;

/// <summary>A prepared statement that is run over and over, without an object for each value.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 connection, string text)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, text, out _statement));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    // SQLite copies the bytes.
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        int result = raw.sqlite3_step(_statement);
        while (result == raw.SQLITE_ROW) result = raw.sqlite3_step(_statement);
        int reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? result : reset);
    }

    /// <summary>Goes to the next row.</summary>
    public bool Next()
    {
        int result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a column, valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new StoreException($"SQLite says: {raw.sqlite3_errmsg(_connection).utf8_to_string()} ({result})");
    }
}
