using System.Globalization;

namespace Pace.Relay.Receiving;

/// <summary>Versions as they are counted: major and minor in one number.</summary>
internal static class ReportedVersion
{
    /// <summary>Anything that is not <c>major.minor</c> with or without more behind it.</summary>
    public const uint Other = uint.MaxValue;

    private const uint Largest = 65534;

    /// <summary>Reads <c>1.2</c>, <c>v1.2.3</c>, <c>1.2.3-beta+4</c>; <see cref="Other"/> for everything else.</summary>
    public static uint Parse(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == 'v') text = text[1..];
        if (!TryNumber(ref text, out uint major) || text.IsEmpty || text[0] != '.') return Other;
        text = text[1..];
        if (!TryNumber(ref text, out uint minor) || (!text.IsEmpty && text[0] is not ((byte)'.' or (byte)'-' or (byte)'+'))) return Other;
        return (major << 16) | minor;
    }

    /// <summary>The text that is published.</summary>
    public static string Text(uint version) => version == Other
        ? CommandLabels.OtherText
        : string.Create(CultureInfo.InvariantCulture, $"{version >> 16}.{version & 0xFFFF}");

    private static bool TryNumber(ref ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        int length = 0;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9' && length < 6)
            number = (number * 10) + (uint)(text[length++] - '0');
        // 01 and 1 would be one version under two spellings.
        bool canonical = length == 1 || (length > 1 && text[0] != '0');
        text = text[length..];
        return canonical && number <= Largest;
    }
}
