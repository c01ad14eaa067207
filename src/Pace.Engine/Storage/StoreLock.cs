using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pace.Engine.Storage;

/// <summary>Begins and ends transactions, waiting for others who hold the file.</summary>
internal static class StoreLock
{
    /// <summary>
    /// Runs a statement that takes a lock. False where another process held the file for all of the time that there is.
    /// </summary>
    /// <remarks>
    /// Not through a command: its wait for a lock cannot be cancelled, and its pauses of 150 ms are long beside a commit.
    /// </remarks>
    /// <exception cref="SqliteException">The statement failed for another reason.</exception>
    public static bool TryBegin(SqliteConnection connection, string statement, TimeSpan patience, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        for (int pause = 2; ; pause = Math.Min(pause * 2, 32))
        {
            cancellation.ThrowIfCancellationRequested();
            int result = raw.sqlite3_exec(connection.Handle, statement);
            if (result == raw.SQLITE_OK)
            {
                return true;
            }

            if ((result & 0xFF) != raw.SQLITE_BUSY)
            {
                SqliteException.ThrowExceptionForRC(result, connection.Handle);
            }

            if (Stopwatch.GetElapsedTime(start) >= patience)
            {
                return false;
            }

            // Uneven, so that writers which began together do not keep meeting.
            cancellation.WaitHandle.WaitOne(Random.Shared.Next(pause / 2, pause + 1));
        }
    }
}
