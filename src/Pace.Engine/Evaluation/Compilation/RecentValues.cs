using System.Runtime.CompilerServices;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// Remembers what was made of the texts that came last: columns repeat themselves, and looking a text up takes a
/// hundredth of what matching or hashing it takes. For one caller at a time.
/// </summary>
/// <remarks>
/// Where they hardly repeat themselves it gives up: what is remembered outlives a garbage collection, which then takes
/// longer than all the matching.
/// </remarks>
internal sealed class RecentValues(Func<string, string?> compute)
{
    // A power of two. A text has one place, and the next that has the same takes it over.
    private const int Places = 4096;
    private const int LongestRemembered = 200;

    // So many are looked up before it is judged whether it is worth while.
    private const int Trial = 2 * Places;

    private (string? Text, string? Made)[]? _places = new (string?, string?)[Places];
    private int _asked;
    private int _found;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string? Of(string text)
    {
        if (_places is null || text.Length > LongestRemembered)
        {
            return compute(text);
        }

        if (_asked++ == Trial)
        {
            bool isWorthWhile = _found > Trial / 2;
            (_asked, _found) = (0, 0);
            if (!isWorthWhile)
            {
                _places = null;
                return compute(text);
            }
        }

        ref (string? Text, string? Made) place = ref _places[text.GetHashCode(StringComparison.Ordinal) & (Places - 1)];
        if (string.Equals(place.Text, text, StringComparison.Ordinal))
        {
            _found++;
        }
        else
        {
            place = (text, compute(text));
        }

        return place.Made;
    }
}
