using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// Hashes as policies promise them: the SHA-256 of <c>seed:value</c>, in hexadecimal digits for texts, its first eight
/// bytes as a bigint for numbers.
/// </summary>
internal static class KeyedHash
{
    private const int DigestLength = 32;
    private const int OnStack = 512;

    // A long with its sign.
    private const int LongestInteger = 20;

    /// <summary>The hash of a text: 64 hexadecimal digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string OfText(long seed, string value)
    {
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(seed, value, digest);
        return Convert.ToHexString(digest).ToLowerInvariant();
    }

    /// <summary>The hash of a number.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="value">
    /// A canonical number: <see cref="long"/>, <see cref="Numeric"/>, of which zeros at the end do not count, or
    /// <see cref="double"/>, which counts with the 15 digits that it is exact to.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long OfNumber(long seed, object value)
    {
        Span<char> digits = stackalloc char[LongestInteger];
        ReadOnlySpan<char> text = value switch
        {
            long integer => digits[..(integer.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture) ? length : 0)],
            Numeric numeric => numeric.TrimScale().ToString(),
            double floating => Numeric.FromDouble(floating).TrimScale().ToString(),
            _ => throw new InvalidOperationException($"{value.GetType()} is no canonical number."),
        };
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(seed, text, digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Digest(long seed, ReadOnlySpan<char> value, Span<byte> digest)
    {
        // A colon follows the seed.
        int most = LongestInteger + 1 + Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> text = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        _ = seed.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        text[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(value, text[length..]);
        SHA256.HashData(text[..length], digest);
    }
}
