using Pace.Relay.Receiving;

namespace Pace.Relay.Aggregation;

/// <summary>How the totals stood at a moment, as one sink shows them.</summary>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Keys">The series.</param>
/// <param name="Values">Their values, in the same order.</param>
/// <param name="ShownFirst">The places of those that this sink never showed, and shows as 0 now.</param>
/// <param name="Day">Installations in the last day.</param>
/// <param name="Week">Installations in the last 7 days.</param>
/// <param name="Month">Installations in the last 30 days.</param>
internal sealed record Observation(
    long Time, SeriesKey[] Keys, long[] Values, IReadOnlyList<int> ShownFirst, int Day, int Week, int Month)
{
    public static Observation Empty { get; } = new(0, [], [], [], 0, 0, 0);
}

/// <summary>Installations by what they last reported.</summary>
internal sealed class Tally
{
    public Dictionary<string, int> Versions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Systems { get; } = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    private readonly Dictionary<uint, string> _texts = [];

    public void Add(uint version, byte system)
    {
        Count++;
        if (!_texts.TryGetValue(version, out string? text)) _texts.Add(version, text = ReportedVersion.Text(version));
        Versions[text] = Versions.GetValueOrDefault(text) + 1;
        string name = ReportedSystem.Text(system);
        Systems[name] = Systems.GetValueOrDefault(name) + 1;
    }
}
