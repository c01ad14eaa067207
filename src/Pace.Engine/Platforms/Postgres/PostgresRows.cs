using System.Runtime.CompilerServices;
using Npgsql;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Reads rows, one after the other.</summary>
internal static class PostgresRows
{
    // What the texts of values look like is the session's to say.
    private static readonly string[] Settings =
        ["set local datestyle = 'ISO'", "set local bytea_output = 'hex'", "set local extra_float_digits = 1"];

    // Pages are of one order as long as the table is not written: else each scan of a large table may begin where another
    // is just now, and several workers bring rows as they come.
    private static readonly string[] SteadySettings =
        ["set local synchronize_seqscans = off", "set local max_parallel_workers_per_gather = 0"];

    /// <summary>Rows of a table or view, in no order but in the same for each page.</summary>
    public static async IAsyncEnumerable<TableRow> ReadAsync(
        PostgresSession session, QualifiedName table, Page page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await session.BeginAsync(cancellation);
        foreach (string setting in page == Page.All ? Settings : [.. Settings, .. SteadySettings])
        {
            await session.ExecuteAsync(setting, cancellation);
        }

        string query = PostgresDdl.SelectRows(table, page.Skip, page.First);
        string[]? names = null;
        await foreach ((IReadOnlyList<ResultColumn> columns, string?[] texts) in session.ReadTextAsync(query, cancellation))
        {
            names ??= [.. columns.Select(column => column.Name)];
            yield return new TableRow(names, Values(columns, texts));
        }

        await session.GuardAsync(
            async () =>
            {
                await transaction.CommitAsync(cancellation);
                return true;
            });
    }

    /// <summary>The values of one row.</summary>
    internal static object?[] Values(IReadOnlyList<ResultColumn> columns, string?[] texts)
    {
        object?[] values = new object?[texts.Length];
        for (int at = 0; at < texts.Length; at++)
        {
            values[at] = texts[at] is { } text ? PostgresValue.Read(columns[at].TypeOid, text) : null;
        }

        return values;
    }
}
