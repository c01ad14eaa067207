using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pace.Engine.Policies.Reading;

/// <summary>Reads a file's text without changing any of it: what cannot be decoded is told, not replaced.</summary>
internal static class TextFile
{
    /// <summary>The file's bytes; null when there are more than a limit.</summary>
    public static byte[]? ReadBytes(string path, int limit)
    {
        using FileStream stream = File.OpenRead(path);
        using MemoryStream copy = new();
        byte[] buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and int count)
        {
            if (copy.Length + count > limit)
            {
                return null;
            }

            copy.Write(buffer, 0, count);
        }

        return copy.ToArray();
    }

    /// <summary>Decodes UTF-8, or UTF-16 by its byte order mark. On failure the text is what stands before the bad byte.</summary>
    public static bool TryDecode(byte[] bytes, out string text, out string problem)
    {
        problem = "";
        if (bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            try
            {
                text = new UnicodeEncoding(bytes[0] == 0xfe, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes);
                return true;
            }
            catch (DecoderFallbackException)
            {
                (text, problem) = ("", "the file begins as UTF-16 does, and is not");
                return false;
            }
        }

        int good = 0;
        while (good < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes.AsSpan(good), out _, out int length) != OperationStatus.Done)
            {
                text = Encoding.UTF8.GetString(bytes, 0, good);
                problem = string.Create(CultureInfo.InvariantCulture, $"the byte 0x{bytes[good]:x2} is not UTF-8");
                return false;
            }

            good += length;
        }

        text = Encoding.UTF8.GetString(bytes);
        return true;
    }
}
