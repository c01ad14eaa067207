using System.Text;
using Pace.Telemetry.Contract;

namespace Pace.Relay.Receiving;

/// <summary>Operating systems as they are counted: their place in the contract's list.</summary>
internal static class ReportedSystem
{
    private static readonly byte[][] Names = [.. SystemName.All.Select(Encoding.ASCII.GetBytes)];

    /// <summary>What is on no list.</summary>
    public static byte Other { get; } = (byte)Names.Length;

    public static byte Parse(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i])) return (byte)i;
        }

        return Other;
    }

    public static string Text(byte system) => system < Names.Length ? SystemName.All[system] : CommandLabels.OtherText;
}
