namespace Pace.Engine.Diagnostics;

/// <summary>Finds the known name that somebody most likely meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate nearest to a name: one that differs only in case first, else the fewest edits
    /// (insert, delete, replace, swap neighbours), at most a third of the name's length; null when none is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>The hint that goes with it, such as <c>did you mean 'email'?</c>, or null.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } near ? $"did you mean '{near}'?" : null;

    // The optimal string alignment distance: Levenshtein's with swaps of neighbours, the commonest slip.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, cost[i - 2, j - 2] + 1);
                }

                cost[i, j] = best;
            }
        }

        return cost[a.Length, b.Length];
    }
}
