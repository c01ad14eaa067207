using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// How a file keeps its texts. SQLite compares their bytes: of UTF-8 that is the order of code points, of UTF-16 it is
/// another one, and a policy's comparisons would mean something else.
/// </summary>
internal static class SqliteEncoding
{
    private const string Utf8 = "UTF-8";

    /// <summary>What is wrong with the file's encoding, as a sentence without its end; null: nothing.</summary>
    public static string? Problem(SqliteSession session)
    {
        string encoding = session.Query("pragma encoding", row => row.GetString(0))[0];
        return encoding == Utf8 ? null : $"the file '{session.File.Path}' keeps its texts in {encoding}, and policies need {Utf8}";
    }

    /// <summary>Fails where there is a problem.</summary>
    public static void Check(SqliteSession session)
    {
        if (Problem(session) is { } problem)
        {
            throw new PaceException(
                PaceErrorKind.NotSupported,
                $"A policy cannot be used there: {problem}.",
                "Copy the tables into a file of UTF-8, which every new one is.",
                session.File.Id);
        }
    }
}
