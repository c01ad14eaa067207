using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Storage;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// One connection with Pace's functions, in one transaction. What its statements read does not change while it lasts,
/// and it is one time of the day in all of them. Disposing it rolls back what was not committed.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    // How many steps of SQLite's machine go by, some microseconds, before a cancellation is looked for.
    private const int StepsBetweenLooks = 1000;

    // SQLITE_DBCONFIG_...: SQLitePCL does not name them.
    private const int Defensive = 1010;
    private const int TrustedSchema = 1017;

    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly CancellationToken _cancellation;
    private bool _closing;

    public SqliteSession(SqliteFile file, SqliteConnection connection, CancellationToken cancellation)
    {
        (_file, _connection, _cancellation) = (file, connection, cancellation);
        sqlite3 database = connection.Handle!;
        // A file of somebody else's may have views that call what is not harmless.
        _ = raw.sqlite3_db_config(database, TrustedSchema, 0, out _);
        _ = raw.sqlite3_db_config(database, Defensive, 1, out _);
        // What is kept aside while rows are grouped or sorted would lie on the disk.
        connection.Execute("pragma temp_store = memory");
        Functions = new SqliteFunctions(database) { Now = file.Clock.GetUtcNow() };
        // SQLite's interrupt has no effect on a statement that begins just after it; a handler is asked again and again.
        raw.sqlite3_progress_handler(
            database, StepsBetweenLooks, _ => _cancellation.IsCancellationRequested && !_closing ? 1 : 0, null);
    }

    /// <summary>The functions that views call.</summary>
    public SqliteFunctions Functions { get; }

    /// <summary>The file.</summary>
    public SqliteFile File => _file;

    /// <summary>Runs a statement.</summary>
    public void Run(string sql, string? doing = null) => Guard(
        () =>
        {
            using SqliteCommand command = Command(sql);
            return command.ExecuteNonQuery();
        },
        doing);

    /// <summary>A statement that writes row after row.</summary>
    public SqliteInsert Insert(string sql) => Guard(() =>
    {
        PlatformTrace.Say(_file.Id, sql);
        return new SqliteInsert(_connection, sql);
    });

    /// <summary>What SQLite says against a query, without running it; null: nothing.</summary>
    public string? FindComplaint(string query)
    {
        _cancellation.ThrowIfCancellationRequested();
        using SqliteCommand command = Command(query);
        try
        {
            command.Prepare();
            return null;
        }
        catch (SqliteException error) when ((error.SqliteErrorCode & 0xFF) is raw.SQLITE_ERROR or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE)
        {
            return SqliteErrors.Text(error);
        }
        catch (SqliteException error)
        {
            throw Tell(error, null);
        }
    }

    /// <summary>The rows of a query.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters) => Guard(() =>
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    /// <summary>
    /// The rows of a query, one after the other, each value as SQLite has it: null, a long, a double, a string or bytes.
    /// </summary>
    /// <param name="sql">The query.</param>
    /// <param name="doing">What is done, for messages: <c>Reading 'demo_view'</c>.</param>
    public IEnumerable<object?[]> Rows(string sql, string doing)
    {
        using SqliteCommand command = Command(sql);
        using SqliteDataReader reader = Guard(command.ExecuteReader, doing);
        while (Guard(reader.Read, doing))
        {
            object?[] values = new object?[reader.FieldCount];
            for (int at = 0; at < values.Length; at++)
            {
                values[at] = reader.IsDBNull(at) ? null : reader.GetValue(at);
            }

            yield return values;
        }
    }

    /// <summary>Does something and tells errors of SQLite's and of the functions as Pace's.</summary>
    public T Guard<T>(Func<T> work, string? doing = null)
    {
        _cancellation.ThrowIfCancellationRequested();
        Functions.Failure = null;
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw Tell(error, doing);
        }
    }

    /// <summary>Commits.</summary>
    public void Commit(string doing)
    {
        _cancellation.ThrowIfCancellationRequested();
        _closing = true;
        _ = _file.Guard(
            () =>
            {
                _file.Commit(_connection);
                return true;
            },
            doing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing = true;
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql, params (string Name, object? Value)[] parameters)
    {
        PlatformTrace.Say(_file.Id, sql);
        return _connection.Command(sql, parameters);
    }

    /// <summary>The error of Pace that tells one of SQLite.</summary>
    public Exception Tell(SqliteException error, string? doing)
    {
        if (error.SqliteErrorCode == raw.SQLITE_INTERRUPT && _cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(error.Message, error, _cancellation);
        }

        if (Functions.Failure is { } failure)
        {
            return new PaceException(
                PaceErrorKind.DataInvalid,
                $"{doing ?? "Reading"} failed: {failure}.",
                "Correct the row, or the type that the policy gives the field.",
                _file.Id,
                error);
        }

        return SqliteErrors.Translate(error, _file.Path, _file.Id, doing)!;
    }
}
