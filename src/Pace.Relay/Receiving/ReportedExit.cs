using System.Globalization;
using Pace.Telemetry.Contract;

namespace Pace.Relay.Receiving;

/// <summary>Exit codes as they are counted: their place in the contract's list, which is kept in stores.</summary>
internal static class ReportedExit
{
    /// <summary>How many places there are, <see cref="Other"/> included.</summary>
    public const int Places = 5;

    /// <summary>The place of codes that are on no list.</summary>
    public const int Other = 4;

    public static int Place(uint code) => code switch
    {
        (uint)ExitCode.Completed => 0,
        (uint)ExitCode.Failed => 1,
        (uint)ExitCode.Misused => 2,
        (uint)ExitCode.Stopped => 3,
        _ => Other,
    };

    /// <summary>The code at a place other than <see cref="Other"/>.</summary>
    public static uint Code(int place) => (uint)(place switch
    {
        0 => ExitCode.Completed,
        1 => ExitCode.Failed,
        2 => ExitCode.Misused,
        _ => ExitCode.Stopped,
    });

    public static string Text(int place) =>
        place == Other ? CommandLabels.OtherText : Code(place).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is a failure: neither completed nor stopped by its user.</summary>
    public static bool IsFailure(int place) => place is not (0 or 3);
}
