using Npgsql;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Puts rows in hand into a temporary table. The server reads each value; one that it does not take is found by trying
/// again with less, as its own message would hold the value, and the place only in the language that it speaks.
/// </summary>
/// <param name="session">The connection, with a transaction under way.</param>
/// <param name="table">The temporary table.</param>
/// <param name="rowNumber">The name of its first column, for the number of the row.</param>
/// <param name="what">What the rows are called in messages, such as <c>the sample</c>.</param>
internal sealed class PostgresSampleLoader(PostgresSession session, QualifiedName table, string rowNumber, string what)
{
    /// <summary>Makes the table and fills it.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="columns">The columns to read, with their types.</param>
    /// <param name="problems">Gets a problem where a type is not the platform's.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>.</exception>
    public async Task RunAsync(
        SampleTable sample, IReadOnlyList<SampleColumn> columns, DiagnosticBag problems, CancellationToken cancellation)
    {
        int[] places = Places(sample, columns);
        if (!await MakeAsync(columns, problems, cancellation))
        {
            return;
        }

        string?[][] texts = [.. sample.Rows.Select((row, at) => Texts(sample, row, at, columns, places))];
        int[] all = [.. Enumerable.Range(0, columns.Count)];
        if (await TryCopyAsync(columns, texts, all, texts.Length, cancellation) is not { } complaint)
        {
            return;
        }

        foreach (int column in all)
        {
            if (await TryCopyAsync(columns, texts, [column], texts.Length, cancellation) is not null)
            {
                // The first rows up to one that is not taken: half of what is left each time.
                int good = 0;
                int bad = texts.Length;
                while (bad - good > 1)
                {
                    int middle = good + ((bad - good) / 2);
                    (good, bad) = await TryCopyAsync(columns, texts, [column], middle, cancellation) is null ? (middle, bad) : (good, middle);
                }

                throw DataErrors.WrongValue(bad, what, columns[column].Name, $"is no {columns[column].TypeText}");
            }
        }

        throw new PaceException(
            PaceErrorKind.DataInvalid, $"{session.Endpoint} does not take {what}: SQLSTATE {complaint.SqlState}.", target: what);
    }

    private int[] Places(SampleTable sample, IReadOnlyList<SampleColumn> columns)
    {
        List<string> there = [.. sample.Columns];
        string[] missing = [.. columns.Select(column => column.Name).Where(name => !there.Contains(name))];
        return missing.Length == 0
            ? [.. columns.Select(column => there.IndexOf(column.Name))]
            : throw DataErrors.MissingColumns(what, missing, there);
    }

    private string?[] Texts(
        SampleTable sample, IReadOnlyList<object?> row, int at, IReadOnlyList<SampleColumn> columns, int[] places)
    {
        if (row.Count != sample.Columns.Count)
        {
            throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"Row {at + 1} of {what} has {row.Count} values, and there are {sample.Columns.Count} columns.",
                target: what);
        }

        string?[] texts = new string?[places.Length];
        for (int column = 0; column < places.Length; column++)
        {
            // Read as in memory, so that what is a value here is one there.
            if (!CanonicalValue.TryRead(columns[column].Type, row[places[column]], out object? value, out string? wrong))
            {
                throw DataErrors.WrongValue(at + 1, what, columns[column].Name, wrong!);
            }

            try
            {
                texts[column] = PostgresInput.Text(value, columns[column].Type);
            }
            catch (FormatException error)
            {
                throw DataErrors.WrongValue(at + 1, what, columns[column].Name, error.Message);
            }
        }

        return texts;
    }

    // False: a type is not the platform's, which the problems say.
    private async Task<bool> MakeAsync(
        IReadOnlyList<SampleColumn> columns, DiagnosticBag problems, CancellationToken cancellation)
    {
        (string statement, IReadOnlyList<int> types) = PostgresEvaluationSql.CreateTable(
            table, rowNumber, columns.Select(column => (column.Name, column.Type)));
        await session.ExecuteAsync(PostgresEvaluationSql.Savepoint, cancellation);
        try
        {
            await session.GuardAsync(async () =>
            {
                await session.ExecuteUntoldAsync(statement, cancellation);
                return true;
            });
            return true;
        }
        catch (PaceException error) when (error.InnerException is PostgresException { Position: > 0 } said)
        {
            await session.ExecuteAsync(PostgresEvaluationSql.BackToSavepoint, cancellation);
            int offset = PolicySqlPosition.Utf16Offset(statement, said.Position - 1);
            int at = types.Count(start => start <= offset) - 1;
            problems.Add(DiagnosticCodes.RefusedByPlatform, at < 0 ? "source.fields" : columns[at].Path, $"PostgreSQL says: {said.MessageText}");
            return false;
        }
    }

    // The server's complaint about the values; null: there is none, and they are in the table.
    private async Task<PostgresException?> TryCopyAsync(
        IReadOnlyList<SampleColumn> columns, string?[][] texts, int[] chosen, int rows, CancellationToken cancellation)
    {
        string statement = PostgresEvaluationSql.CopyIn(table, [rowNumber, .. chosen.Select(column => columns[column].Name)]);
        IEnumerable<string> lines = texts.Take(rows).Select((row, at) =>
            PostgresInput.Line([PostgresInput.Text(at, SqlType.Of(SqlTypeKind.BigInt)), .. chosen.Select(column => row[column])]));
        await session.ExecuteAsync(PostgresEvaluationSql.Savepoint, cancellation);
        try
        {
            await session.GuardAsync(async () =>
            {
                await session.CopyInUntoldAsync(statement, lines, cancellation);
                return true;
            });
            return null;
        }
        catch (PaceException error) when (error.InnerException is PostgresException said && IsAboutValues(said))
        {
            await session.ExecuteAsync(PostgresEvaluationSql.BackToSavepoint, cancellation);
            return said;
        }
    }

    // Values (22), and what a domain of the user's own does not allow (23).
    private static bool IsAboutValues(PostgresException said) =>
        said.SqlState.StartsWith("22", StringComparison.Ordinal) || said.SqlState.StartsWith("23", StringComparison.Ordinal);
}

/// <summary>A column of rows in hand.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
/// <param name="TypeText">The type as the policy writes it.</param>
/// <param name="Path">The path in the policy of what the type comes from.</param>
internal sealed record SampleColumn(string Name, SqlType Type, string TypeText, string Path);
