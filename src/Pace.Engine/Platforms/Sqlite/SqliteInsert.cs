using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// A statement that writes a row, run again and again. Without the driver's commands, which look at each parameter's
/// name and type anew for each row.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteInsert(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Sets a value of the next row: null, a long, a double, a string or bytes, as many as the statement has.</summary>
    /// <param name="at">Which, from 0.</param>
    /// <param name="value">The value.</param>
    public void Set(int at, object? value) => SqliteException.ThrowExceptionForRC(
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, at + 1),
            long integer => raw.sqlite3_bind_int64(_statement, at + 1, integer),
            double floating => raw.sqlite3_bind_double(_statement, at + 1, floating),
            string text => raw.sqlite3_bind_text(_statement, at + 1, text),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, at + 1, bytes),
            _ => throw new ArgumentException($"{value.GetType()} is no value that SQLite holds.", nameof(value)),
        },
        _database);

    /// <summary>Writes the row.</summary>
    public void Run()
    {
        int result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, _database);
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();
}
