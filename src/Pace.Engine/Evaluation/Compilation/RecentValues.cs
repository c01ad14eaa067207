namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// Remembers what was made of the texts that came last: columns repeat themselves, and looking a text up takes a
/// hundredth of what matching or hashing it takes. For one caller at a time.
/// </summary>
internal sealed class RecentValues(Func<string, string?> compute)
{
    // A power of two. A text has one place, and the next that has the same takes it over.
    private const int Places = 4096;
    private const int LongestRemembered = 200;

    private readonly (string? Text, string? Made)[] _places = new (string?, string?)[Places];

    public string? Of(string text)
    {
        if (text.Length > LongestRemembered)
        {
            return compute(text);
        }

        ref (string? Text, string? Made) place = ref _places[text.GetHashCode(StringComparison.Ordinal) & (Places - 1)];
        if (!string.Equals(place.Text, text, StringComparison.Ordinal))
        {
            place = (text, compute(text));
        }

        return place.Made;
    }
}
