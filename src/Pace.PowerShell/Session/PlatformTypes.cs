using Pace.Engine.Policies;

namespace Pace.PowerShell.Session;

/// <summary>The types of platforms as people write them.</summary>
internal static class PlatformTypes
{
    /// <summary>The types that a configuration may name.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetValues<PlatformType>().Where(type => type != PlatformType.Unspecified).Select(PlatformDirectory.Spell)];

    /// <summary>Reads a type in any case; numbers are no names.</summary>
    public static bool TryParse(string text, out PlatformType type) =>
        Enum.TryParse(text, ignoreCase: true, out type)
        && type != PlatformType.Unspecified
        && !char.IsAsciiDigit(text[0])
        && Enum.IsDefined(type);
}
