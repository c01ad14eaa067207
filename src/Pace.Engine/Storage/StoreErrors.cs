using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using SQLitePCL;

namespace Pace.Engine.Storage;

/// <summary>What is said when a store's file cannot be used: which file, and what to do.</summary>
internal static class StoreErrors
{
    private const string CheckRights =
        "Give yourself the right to read and write the file and its folder, or set PACE_DATA_PATH to another folder.";

    private const string FreeSpace =
        "Free space on the disk (or raise the quota), or set PACE_DATA_PATH to a folder on another disk, and try again.";

    /// <summary>Runs an action, and turns what SQLite and the file system throw into errors of Pace.</summary>
    public static T Translate<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException exception)
        {
            throw From(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"The store '{path}' cannot be opened: {exception.Message}", CheckRights, exception);
        }
    }

    public static PaceException Unusable(string path, string message, string remedy, Exception? inner = null) =>
        new(PaceErrorKind.StoreUnusable, message, remedy, path, inner);

    public static PaceException Busy(string path, TimeSpan waited, Exception? inner = null) => Unusable(
        path,
        $"Another process is writing to the store '{path}' and did not finish within {waited.TotalSeconds:0.#} seconds.",
        "Wait until the other Pace command is done, or end it, and try again.",
        inner);

    public static PaceException IsFolder(string path) => Unusable(
        path,
        $"The store '{path}' is a folder where a file is needed.",
        "Move the folder away, or set PACE_DATA_PATH to another folder.");

    public static PaceException Foreign(string path) => Unusable(
        path,
        $"The file '{path}' is a SQLite file of another program, not a store of Pace.",
        "Move it away, or set PACE_DATA_PATH to another folder.");

    public static PaceException Newer(string path, int found, int known) => Unusable(
        path,
        $"The store '{path}' was written by a newer Pace: its schema is version {found}, this Pace knows up to {known}. "
        + "It was left as it is.",
        "Update Pace, or set PACE_DATA_PATH to another folder.");

    public static PaceException UpgradeFailed(string path, int from, int to, string? copy, Exception inner) => Unusable(
        path,
        $"The store '{path}' could not be upgraded from schema version {from} to {to}: {inner.Message} "
        + "It was left as it is" + (copy is null ? "." : $", and a copy is in '{copy}'."),
        "Free space on the disk if it is full and try again; else go on with the Pace version used before, and report this.",
        inner);

    private static PaceException From(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Busy(path, StoreFile.Patience, exception),
        raw.SQLITE_READONLY => Unusable(path, $"The store '{path}' cannot be written: it is read-only.", CheckRights, exception),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            Unusable(path, $"The store '{path}' cannot be opened.", CheckRights, exception),
        raw.SQLITE_FULL => Unusable(path, $"The store '{path}' cannot be written: the disk is full.", FreeSpace, exception),
        // A quota, a file-size limit and a failing disk all come as this.
        raw.SQLITE_IOERR => Unusable(
            path, $"The store '{path}' cannot be read or written: the disk is full, limited or failing.", FreeSpace, exception),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Unusable(
            path,
            $"The store '{path}' is damaged, or is no SQLite file.",
            "Move it away and put a copy in its place, or store the policies again; views that were applied stay as they are.",
            exception),
        _ => Unusable(path, $"The store '{path}' cannot be used: {exception.Message}", CheckRights, exception),
    };
}
