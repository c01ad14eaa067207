using System.Text;

namespace Pace.PowerShell.Input;

/// <summary>Writes files that users name.</summary>
internal static class OutputFile
{
    /// <summary>
    /// Writes a file as a whole, in UTF-8 without a byte order mark: when the disk is full, or the process ends in the
    /// middle, what was there before is there still, and nothing where nothing was.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static void Write(string path, string text)
    {
        byte[] content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        FileInfo target = new(path);
        // A link stays one, and a device such as /dev/stdout has nothing that could be lost.
        if (target.LinkTarget is not null || path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            File.WriteAllBytes(path, content);
            return;
        }

        string unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream stream = new(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                if (!OperatingSystem.IsWindows() && target.Exists)
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, target.UnixFileMode);
                }

                stream.Write(content);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
