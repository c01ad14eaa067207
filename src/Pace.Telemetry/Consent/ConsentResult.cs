using System.Globalization;
using Pace.Configuration;

namespace Pace.Telemetry.Consent;

/// <summary>What holds once somebody agreed or disagreed.</summary>
/// <param name="Recording">Whether commands are counted, and what decides it.</param>
/// <param name="Upload">Whether counts are sent, and what decides it.</param>
/// <param name="Endpoint">Where counts go, or would go; null where no address is configured.</param>
/// <param name="ConfigFile">The file that the decision was written to.</param>
/// <param name="Commands">How many of Pace's cmdlets have been counted so far.</param>
/// <param name="Counts">How often, altogether.</param>
public sealed record ConsentResult(
    SwitchDecision Recording, SwitchDecision Upload, Uri? Endpoint, string ConfigFile, int Commands, ulong Counts)
{
    /// <summary>What the user should be told, each as a sentence.</summary>
    public IReadOnlyList<string> Messages => [.. Explain()];

    private IEnumerable<string> Explain()
    {
        if (!Recording.IsOn)
        {
            yield return Recording.Reason;
            yield break;
        }

        if (!Upload.IsOn)
        {
            yield return Upload.Reason;
            yield break;
        }

        yield return $"Counts are sent to {Endpoint!.GetLeftPart(UriPartial.Path)}.";
        if (Counts > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"What was counted so far is sent too: {Plural(Counts, "run")} of {Plural((ulong)Commands, "command")}. -FromNow forgets it first.");
        }
    }

    private static string Plural(ulong number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
