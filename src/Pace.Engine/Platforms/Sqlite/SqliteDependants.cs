using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// The views that work before a change, so that those can be named that it would break: SQLite drops what others read
/// without asking, and knows of no dependants.
/// </summary>
internal sealed class SqliteDependants
{
    private readonly List<string> _working;

    private SqliteDependants(List<string> working) => _working = working;

    /// <summary>Looks at the views that the change leaves where they are.</summary>
    public static SqliteDependants Before(SqliteSession session, IEnumerable<SqliteObject> objects) =>
        new([.. objects.Where(found => found.Kind == SqliteObject.ViewKind).Select(view => view.Name).Where(view => Works(session, view))]);

    /// <summary>Fails when a view works no longer.</summary>
    /// <param name="session">The session, in which the change was made.</param>
    /// <param name="target">What was changed, for the error.</param>
    /// <param name="why">What happens to those views, as the rest of a sentence in the singular.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.TargetHasDependants"/>.</exception>
    public void RefuseBroken(SqliteSession session, string target, string why)
    {
        List<string> broken = [.. _working.Where(view => !Works(session, view)).Select(view => new QualifiedName([view]).ToString())];
        if (broken.Count > 0)
        {
            throw new PaceException(
                PaceErrorKind.TargetHasDependants,
                $"View {string.Join(", ", broken)} {why}. Nothing was changed.",
                "Drop what depends on it, try again, and make it anew after.",
                target);
        }
    }

    private static bool Works(SqliteSession session, string view) =>
        session.FindComplaint(SqliteDdl.SelectRows(view, 0, null)) is null;
}
