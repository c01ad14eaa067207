using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>Tells errors of SQLite and the file system as Pace's own kinds, with what to do about them.</summary>
internal static class SqliteErrors
{
    private const string CheckRights = "Give yourself the right to read and write the file and its folder";
    private const string OtherFolder = ", or set PACE_DATA_PATH to another folder";

    /// <summary>The error to throw instead, or null when it is not one of theirs.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="path">The file.</param>
    /// <param name="id">The platform's id.</param>
    /// <param name="doing">What was being done, as a sentence's beginning without its end, such as <c>Applying policy 'x'</c>.</param>
    public static PaceException? Translate(Exception error, string path, string id, string? doing) => error switch
    {
        SqliteException said => From(said, path, id, doing),
        IOException or UnauthorizedAccessException => new PaceException(
            PaceErrorKind.PlatformUnreachable, $"The file '{path}' cannot be opened: {error.Message}", Own(id, CheckRights), id, error),
        _ => null,
    };

    /// <summary>Another process held the file for all of the time that there was.</summary>
    public static PaceException Busy(string path, string id, TimeSpan waited, Exception? inner = null) => new(
        PaceErrorKind.PlatformRefused,
        $"Another process is working on '{path}' and did not finish within {waited.TotalSeconds:0.#} seconds.",
        "Wait until it is done, or end it, and try again.",
        id,
        inner);

    /// <summary>There is no file.</summary>
    public static PaceException Missing(string path, string id, bool isFolder) => new(
        PaceErrorKind.PlatformUnreachable,
        isFolder ? $"'{path}' is a folder, and processing platform '{id}' needs a SQLite file." : $"There is no file '{path}'.",
        "Correct the path of the platform's entry in config.yaml, or register the platform again. Pace makes no file but its own.",
        id);

    /// <summary>What SQLite says, without the driver's words around it.</summary>
    public static string Text(SqliteException error)
    {
        string text = error.Message;
        int from = text.IndexOf('\'', StringComparison.Ordinal);
        int to = text.LastIndexOf('\'');
        return from >= 0 && to > from ? text[(from + 1)..to] : text;
    }

    // Where Pace's own file lies is nothing that an entry of config.yaml says.
    private static string Own(string id, string remedy) => remedy + (id == SqlitePlatform.EmbeddedId ? OtherFolder : "") + ".";

    private static PaceException From(SqliteException said, string path, string id, string? doing)
    {
        (PaceErrorKind kind, string message, string remedy) = said.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
                PaceErrorKind.PlatformRefused,
                $"Another process is working on '{path}'.",
                "Wait until it is done, or end it, and try again."),
            raw.SQLITE_READONLY => (
                PaceErrorKind.PlatformRefused,
                $"The file '{path}', or one of SQLite's beside it, cannot be written: it is read-only.",
                Own(id, CheckRights)),
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => (
                PaceErrorKind.PlatformUnreachable, $"The file '{path}' cannot be opened.", Own(id, CheckRights)),
            raw.SQLITE_NOTADB => (
                PaceErrorKind.PlatformUnreachable,
                $"The file '{path}' is no SQLite file, or an encrypted one.",
                id == SqlitePlatform.EmbeddedId
                    ? Own(id, "Move it away and import the tables again")
                    : "Correct the path of the platform's entry in config.yaml."),
            raw.SQLITE_CORRUPT => (
                PaceErrorKind.PlatformUnreachable, $"The SQLite file '{path}' is damaged.",
                id == SqlitePlatform.EmbeddedId ? "Put a copy in its place, or move it away and import the tables again." : "Put a copy in its place."),
            raw.SQLITE_FULL => (
                PaceErrorKind.PlatformRefused,
                $"The file '{path}' cannot be written: the disk is full.",
                "Free space on the disk (or raise the quota), and try again."),
            // A quota, a file-size limit and a failing disk all come as this.
            raw.SQLITE_IOERR => (
                PaceErrorKind.PlatformRefused,
                $"The file '{path}' cannot be read or written: the disk is full, limited or failing.",
                "Free space on the disk (or raise the quota), and try again."),
            _ => (
                PaceErrorKind.PlatformRefused,
                doing is null ? $"SQLite says of '{path}': {Text(said)}" : $"{doing} failed: {Text(said)}",
                "SQLite's own message says what is wrong."),
        };
        return new PaceException(kind, message, remedy, id, said);
    }
}
