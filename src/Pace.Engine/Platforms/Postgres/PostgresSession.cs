using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// One connection, opened when it is first used and again when it broke. Statements without parameters go to the
/// server as they are, one at a time: the driver neither cuts them at semicolons nor looks for parameters in them.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    // Until the transaction's end, so that nothing needs to be mended when the query between the two fails.
    private const string SystemsPath =
        """
        select pg_catalog.set_config('pace.search_path', pg_catalog.current_setting('search_path'), true),
            pg_catalog.set_config('search_path', 'pg_catalog', true)
        """;

    private const string LoginsPath =
        "select pg_catalog.set_config('search_path', pg_catalog.current_setting('pace.search_path'), true)";

    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _connection;

    public PostgresSession(NpgsqlDataSource source, PostgresEndpoint endpoint)
    {
        _source = source;
        Endpoint = endpoint;
    }

    /// <summary>Where the connection goes.</summary>
    public PostgresEndpoint Endpoint { get; }

    /// <summary>Begins a transaction whose every statement sees what others committed before it.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(CancellationToken cancellation)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        return await GuardAsync(() => connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation).AsTask());
    }

    /// <summary>
    /// The rows of a query of the catalog. It is run with nothing but the system's schema on the search path: else an
    /// operator that somebody made in a schema of the path, and whose operands fit exactly, would be run by the login.
    /// </summary>
    public Task<List<T>> QueryAsync<T>(
        string query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] parameters) =>
        QueryAsync([SystemsPath, query, LoginsPath], at: 1, read, cancellation, parameters);

    /// <summary>The schemas on the login's search path that are there.</summary>
    public Task<List<string>> ReadSearchPathAsync(CancellationToken cancellation) => QueryAsync(
        ["select pg_catalog.unnest(pg_catalog.current_schemas(false))::text"], at: 0, row => row.GetString(0), cancellation);

    // In one round trip, and in one transaction: where none was begun, the server makes one of a batch.
    private async Task<List<T>> QueryAsync<T>(
        string[] statements, int at, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] parameters)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        PlatformTrace.Say(Endpoint.PlatformId, statements[at]);
        return await GuardAsync(async () =>
        {
            await using NpgsqlBatch batch = new(connection);
            foreach (string statement in statements)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            }

            foreach (object parameter in parameters)
            {
                batch.BatchCommands[at].Parameters.Add(parameter is uint oid
                    ? new NpgsqlParameter { Value = oid, NpgsqlDbType = NpgsqlDbType.Oid }
                    : new NpgsqlParameter { Value = parameter });
            }

            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellation);
            for (int result = 0; result < at; result++)
            {
                await reader.NextResultAsync(cancellation);
            }

            List<T> rows = [];
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add(read(reader));
            }

            // What comes after may fail too, and says so only when it is read.
            while (await reader.NextResultAsync(cancellation))
            {
            }

            return rows;
        });
    }

    /// <summary>Runs a statement.</summary>
    public Task ExecuteAsync(string statement, CancellationToken cancellation) => GuardAsync(async () =>
    {
        await ExecuteUntoldAsync(statement, cancellation);
        return true;
    });

    /// <summary>Runs a statement. Throws the server's own error.</summary>
    public async Task ExecuteUntoldAsync(string statement, CancellationToken cancellation)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        PlatformTrace.Say(Endpoint.PlatformId, statement);
        await using NpgsqlBatch batch = Batch(connection, statement);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sends lines of a COPY ... FROM STDIN. Throws the server's own error.</summary>
    public async Task CopyInUntoldAsync(string statement, IEnumerable<string> lines, CancellationToken cancellation)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        PlatformTrace.Say(Endpoint.PlatformId, statement);
        NpgsqlCopyTextWriter writer = await connection.BeginTextImportAsync(statement, cancellation);
        try
        {
            foreach (string line in lines)
            {
                cancellation.ThrowIfCancellationRequested();
                await writer.WriteAsync(line);
            }
        }
        catch
        {
            // Else closing the writer would tell the server that these were all.
            await writer.CancelAsync();
            throw;
        }

        await writer.DisposeAsync();
    }

    /// <summary>The columns that a query would give, without running it. Throws the server's own error.</summary>
    public async Task<IReadOnlyList<ResultColumn>> DescribeUntoldAsync(string query, CancellationToken cancellation)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        PlatformTrace.Say(Endpoint.PlatformId, query);
        await using NpgsqlBatch batch = Batch(connection, query);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellation);
        return Columns(reader);
    }

    /// <summary>The rows of a query, one after the other, each value as PostgreSQL's own text.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<ResultColumn> Columns, string?[] Values)> ReadTextAsync(
        string query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        NpgsqlConnection connection = await OpenAsync(cancellation);
        PlatformTrace.Say(Endpoint.PlatformId, query);
        await using NpgsqlCommand command = new(query, connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await GuardAsync(() => command.ExecuteReaderAsync(cancellation));
        IReadOnlyList<ResultColumn> columns = Columns(reader);
        bool atEnd = false;
        try
        {
            while (await GuardAsync(() => reader.ReadAsync(cancellation)))
            {
                string?[] values = new string?[columns.Count];
                for (int at = 0; at < values.Length; at++)
                {
                    values[at] = reader.IsDBNull(at) ? null : reader.GetString(at);
                }

                yield return (columns, values);
            }

            atEnd = true;
        }
        finally
        {
            // Closing a reader fetches all that is left of the query: the server is told that nobody wants it.
            if (!atEnd)
            {
                await Task.Run(command.Cancel, CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }

        await _source.DisposeAsync();
    }

    /// <summary>Does something and tells the driver's errors as Pace's.</summary>
    internal async Task<T> GuardAsync<T>(Func<Task<T>> work, string? doing = null)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (PostgresErrors.Translate(error, Endpoint, doing) is { } told)
        {
            throw told;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        if (_connection is { } broken)
        {
            _connection = null;
            await broken.DisposeAsync();
        }

        PlatformTrace.Say(Endpoint.PlatformId, $"connecting to {Endpoint}");
        _connection = await GuardAsync(() => _source.OpenConnectionAsync(cancellation).AsTask());
        return _connection;
    }

    // The driver's own schema of a result fails for types that it has no values for, such as tsvector.
    private static IReadOnlyList<ResultColumn> Columns(NpgsqlDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount)
            .Select(at => new ResultColumn(reader.GetName(at), reader.GetDataTypeOID(at), reader.GetDataTypeName(at)))];

    private static NpgsqlBatch Batch(NpgsqlConnection connection, string statement) =>
        new(connection) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
}
