using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>SHA-256 of "seed:value": 64 hexadecimal digits for a text, the first 64 bits as an integer for a number.</summary>
public static class Hashes
{
    public static object Value(object value, long seed)
    {
        string text = value switch
        {
            BigInteger integer => integer.ToString(CultureInfo.InvariantCulture),
            Exact number => number.Trim().ToString(),
            double number => Exact.OfDouble(number).Trim().ToString(),
            _ => (string)value,
        };
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToString(CultureInfo.InvariantCulture) + ":" + text));
        return value is string ? Convert.ToHexString(digest).ToLowerInvariant() : (object)new BigInteger(BinaryPrimitives.ReadInt64BigEndian(digest));
    }
}
