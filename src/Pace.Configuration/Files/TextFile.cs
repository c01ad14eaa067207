using System.Text;

namespace Pace.Configuration.Files;

/// <summary>Reads the text of a configuration file, strictly: damaged text is an error, not a question mark.</summary>
internal static class TextFile
{
    private const int LimitBytes = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All of a file's text, its byte order mark included; null if there is no such file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, is larger than 4 MiB, or is not UTF-8.</exception>
    public static string? Read(string path)
    {
        try
        {
            // Asked first, since most have none, and an exception costs more than all else here.
            if (new FileInfo(path).Attributes == (FileAttributes)(-1)) return null;
            using FileStream stream = SharedReading.Open(path);
            if (stream.Length > LimitBytes)
                throw new ConfigurationException("The file is larger than 4 MiB", "Check that it is the right file", path);
            var bytes = new byte[(int)stream.Length];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Strict.GetString(bytes, 0, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException e)
        {
            throw new ConfigurationException("The file is not UTF-8 text", "Save it as UTF-8", path, cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                "The file cannot be read", "Check that it is a file and that you may read it", path, cause: e);
        }
    }

    /// <summary>The bytes of a text.</summary>
    public static byte[] Bytes(string text) => Strict.GetBytes(text);
}
