namespace Pace.Relay.Tests.Support;

/// <summary>Bytes with something wrong in them.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [.. "{}[]\":,\\0-9eE.tfn \0\x7F\n"u8, 0xC3, 0xFF];

    public static byte[] Of(ReadOnlySpan<byte> whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
                case 4: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
