using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>
/// Lets the service read a view's query, and tells its complaints as positions in the policy. The service stops at its
/// first complaint; where that is about the policy's own SQL, the piece is taken out and the rest is tried again.
/// </summary>
internal static class WarehouseQueryCheck
{
    // What stands for a piece that was taken out: a value of any type.
    private const string Nothing = "null";

    /// <summary>Adds a problem for each complaint.</summary>
    public static async Task RunAsync(
        IWarehouse warehouse, CompiledView view, PolicyOrigin? origin, DiagnosticBag problems, CancellationToken cancellation)
    {
        string query = view.Query;
        List<SqlFragment> fragments = [.. view.Fragments.OrderBy(fragment => fragment.Start)];
        while (await warehouse.TryQueryAsync(query, cancellation) is { } complaint)
        {
            int offset = Offset(query, complaint);
            int at = fragments.FindIndex(fragment => offset >= fragment.Start && offset < fragment.Start + fragment.Length);
            string message = $"{warehouse.Product} says: {complaint.Message}";
            if (at < 0)
            {
                // Once a piece was taken out, what the rest is blamed for may come of that.
                if (fragments.Count == view.Fragments.Count)
                {
                    problems.Add(DiagnosticCodes.RefusedByPlatform, view.Path, $"view '{view.Target}': {message}");
                }

                return;
            }

            SqlFragment fragment = fragments[at];
            string sql = query.Substring(fragment.Start, fragment.Length);
            DiagnosticBag one = new(origin);
            one.Add(DiagnosticCodes.RefusedByPlatform, fragment.Path, message);
            problems.AddRange(one.Items.Select(problem =>
                PolicySqlPosition.Exact(problem, sql, offset - fragment.Start) is { } position ? problem with { Position = position } : problem));
            query = string.Concat(query.AsSpan(0, fragment.Start), Nothing, query.AsSpan(fragment.Start + fragment.Length));
            fragments.RemoveAt(at);
            for (int later = at; later < fragments.Count; later++)
            {
                fragments[later] = fragments[later] with { Start = fragments[later].Start + Nothing.Length - fragment.Length };
            }
        }
    }

    // Lines and characters of the service, as an offset in the query; -1: it names none, or one that is not there.
    private static int Offset(string query, Complaint complaint)
    {
        int start = 0;
        for (int line = 1; line < complaint.Line; line++)
        {
            start = query.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return -1;
            }
        }

        int offset = complaint.Line < 1 || complaint.Column < 1 ? -1 : start + PolicySqlPosition.Utf16Offset(query[start..], complaint.Column - 1);
        return offset < query.Length ? offset : -1;
    }
}
