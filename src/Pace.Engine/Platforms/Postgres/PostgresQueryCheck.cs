using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Lets the server parse a view's query, and tells its complaints as positions in the policy. The server stops at
/// its first complaint; where that is about the policy's own SQL, the piece is taken out and the rest is tried again.
/// </summary>
internal static class PostgresQueryCheck
{
    // What stands for a piece that was taken out: a value of any type.
    private const string Nothing = "null";

    /// <summary>Adds a problem for each complaint.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="view">The view.</param>
    /// <param name="origin">Where the policy was read.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="inTransaction">Whether a transaction is under way, which a complaint must not end.</param>
    /// <param name="cancellation">Ends the check.</param>
    public static async Task RunAsync(
        PostgresSession session, CompiledView view, PolicyOrigin? origin, DiagnosticBag problems, bool inTransaction,
        CancellationToken cancellation)
    {
        string query = view.Query;
        List<SqlFragment> fragments = [.. view.Fragments.OrderBy(fragment => fragment.Start)];
        while (await FindComplaintAsync(session, query, inTransaction, cancellation) is { } complaint)
        {
            int offset = complaint.Position > 0 ? PolicySqlPosition.Utf16Offset(query, complaint.Position - 1) : -1;
            int at = fragments.FindIndex(fragment => offset >= fragment.Start && offset < fragment.Start + fragment.Length);
            if (at < 0)
            {
                // Once a piece was taken out, what the rest is blamed for may come of that.
                if (fragments.Count == view.Fragments.Count)
                {
                    problems.Add(DiagnosticCodes.RefusedByPlatform, view.Path, $"view '{view.Target}': {Text(complaint)}", Hint(complaint));
                }

                return;
            }

            SqlFragment fragment = fragments[at];
            string sql = query.Substring(fragment.Start, fragment.Length);
            Add(problems, origin, fragment.Path, complaint, sql, offset - fragment.Start);
            query = string.Concat(query.AsSpan(0, fragment.Start), Nothing, query.AsSpan(fragment.Start + fragment.Length));
            fragments.RemoveAt(at);
            for (int later = at; later < fragments.Count; later++)
            {
                fragments[later] = fragments[later] with { Start = fragments[later].Start + Nothing.Length - fragment.Length };
            }
        }
    }

    private static async Task<PostgresException?> FindComplaintAsync(
        PostgresSession session, string query, bool inTransaction, CancellationToken cancellation)
    {
        if (inTransaction)
        {
            await session.ExecuteAsync(PostgresEvaluationSql.Savepoint, cancellation);
        }

        try
        {
            await session.DescribeUntoldAsync(query, cancellation);
            return null;
        }
        catch (PostgresException error) when (IsAboutTheQuery(error))
        {
            if (inTransaction)
            {
                await session.ExecuteAsync(PostgresEvaluationSql.BackToSavepoint, cancellation);
            }

            return error;
        }
        catch (Exception error) when (PostgresErrors.Translate(error, session.Endpoint) is { } told)
        {
            throw told;
        }
    }

    // Syntax and names (42), values (22), features (0A); anything else is about the server or the connection.
    private static bool IsAboutTheQuery(PostgresException error) =>
        error.SqlState.StartsWith("42", StringComparison.Ordinal)
        || error.SqlState.StartsWith("22", StringComparison.Ordinal)
        || error.SqlState.StartsWith("3F", StringComparison.Ordinal)
        || error.SqlState.StartsWith("0A", StringComparison.Ordinal);

    private static void Add(
        DiagnosticBag problems, PolicyOrigin? origin, string path, PostgresException complaint, string sql, int offset)
    {
        DiagnosticBag one = new(origin);
        one.Add(DiagnosticCodes.RefusedByPlatform, path, Text(complaint), Hint(complaint));
        Diagnostic problem = one.Items[0];
        problems.AddRange([PolicySqlPosition.Exact(problem, sql, offset) is { } position ? problem with { Position = position } : problem]);
    }

    private static string Text(PostgresException complaint) => $"PostgreSQL says: {complaint.MessageText}";

    private static string? Hint(PostgresException complaint) => complaint.Hint is { Length: > 0 } hint ? hint : null;
}
