using System.Text;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Store;

/// <summary>telemetry.yaml on the disk, beside which others write without a lock.</summary>
/// <param name="path">The file itself, not a link to it.</param>
/// <param name="time">The clock.</param>
internal sealed class TelemetryFile(string path, TimeProvider time)
{
    private const int LimitBytes = 4 * 1024 * 1024;
    private const int RereadMilliseconds = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What was looked at for the whole of the patience once is not waited for again.
    private byte[]? _believed;

    /// <summary>Reads the file; again for up to 200 ms while it looks as if somebody were just writing it.</summary>
    /// <param name="expected">Whether there should be a file, so that a missing one may be just being replaced.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public TelemetryReading Read(bool expected)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            TelemetryReading reading = ReadOnce();
            if (!LooksTorn(reading, expected))
            {
                _believed = null;
                return reading;
            }

            if (reading.Bytes.AsSpan().SequenceEqual(_believed) && _believed is not null) return reading;
            if (time.GetElapsedTime(start) >= Patience)
            {
                _believed = reading.Bytes;
                return reading;
            }

            Thread.Sleep(RereadMilliseconds);
        }
    }

    /// <summary>Replaces the file, unless somebody wrote to it since it was read.</summary>
    /// <param name="content">The new content.</param>
    /// <param name="basis">What it was made from; null: the file is replaced whatever stands there.</param>
    /// <returns>Null if all is done; else what somebody else wrote, to be merged before the next attempt.</returns>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it; it is as it was.</exception>
    public TelemetryReading? Replace(TelemetryContent content, TelemetryReading? basis)
    {
        FileStream? old = null;
        try
        {
            bool replaced = AtomicFile.Replace(path, TelemetryWriter.Write(content), toDisk: false, () =>
            {
                FoldSteps.Reach(FoldStep.FileWritten);
                old = OpenIfThere();
                bool isUnchanged = basis is null || (old is null ? [] : ReadAll(old)).AsSpan().SequenceEqual(basis.Bytes);
                // Windows refuses to rename over an open file.
                if (OperatingSystem.IsWindows()) Close(ref old);
                return isUnchanged;
            });
            return !replaced ? Read(expected: true) : old is null || basis is null ? null : FindLateWrite(old, basis);
        }
        finally
        {
            old?.Dispose();
        }
    }

    /// <summary>Moves a broken file out of the way, under a name with the time.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not move it.</exception>
    public void SetAside()
    {
        string stem = Path.Combine(
            Path.GetDirectoryName(path)!, $"telemetry.broken-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        string target = stem + ".yaml";
        for (int number = 2; File.Exists(target); number++) target = $"{stem}-{number}.yaml";
        File.Move(path, target);
    }

    /// <summary>The files that were set aside, oldest first.</summary>
    public IReadOnlyList<string> FindSetAside()
    {
        string directory = Path.GetDirectoryName(path)!;
        return Directory.Exists(directory)
            // By time and then by number: '-10' comes after '-9', and the first of a second has no number.
            ? [.. Directory.EnumerateFiles(directory, "telemetry.broken-*.yaml")
                .OrderBy(static file => Path.GetFileName(file).Split('-', '.')[2], StringComparer.Ordinal)
                .ThenBy(static file => file.Length).ThenBy(static file => file, StringComparer.Ordinal)]
            : [];
    }

    // The CLI opens, truncates and writes. If it opened the old file just before the rename, what it writes goes into a
    // file without a name; through the handle it can still be seen.
    private TelemetryReading? FindLateWrite(FileStream old, TelemetryReading basis)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            byte[] now = ReadAll(old);
            if (now.AsSpan().SequenceEqual(basis.Bytes)) return null;
            TelemetryReading late = Judge(now);
            if (!LooksTorn(late, expected: true)) return late;
            if (time.GetElapsedTime(start) >= Patience) return null;
            Thread.Sleep(RereadMilliseconds);
        }
    }

    private static void Close(ref FileStream? stream)
    {
        stream?.Dispose();
        stream = null;
    }

    private TelemetryReading ReadOnce()
    {
        using FileStream? stream = OpenIfThere();
        return stream is null ? TelemetryReading.Missing : Judge(ReadAll(stream));
    }

    private FileStream? OpenIfThere()
    {
        try
        {
            FileTarget.EnsureNoDevice(path);
            // Asked first, since an exception costs more than all else here.
            return new FileInfo(path).Attributes == (FileAttributes)(-1) ? null : SharedReading.Open(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static byte[] ReadAll(FileStream stream)
    {
        long length = Math.Min(stream.Length, LimitBytes + 1);
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        stream.Position = 0;
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static TelemetryReading Judge(byte[] bytes)
    {
        TelemetryContent? content = null;
        try
        {
            if (bytes.Length <= LimitBytes)
            {
                string text = Strict.GetString(bytes);
                content = UsualShapeReader.TryRead(text) ?? YamlShapeReader.TryRead(text);
            }
        }
        catch (DecoderFallbackException)
        {
            // Not text: broken.
        }

        return new TelemetryReading(
            content is null ? TelemetryFileState.Broken : TelemetryFileState.Readable, content, bytes);
    }

    // A file that was cut off ends without its id, or within it. A whole one ends with it.
    private static bool LooksTorn(TelemetryReading reading, bool expected) => reading.State switch
    {
        TelemetryFileState.Missing => expected,
        TelemetryFileState.Readable => reading.Content!.Id is not { } id
            || (reading.Bytes[^1] != '\n' && !Guid.TryParseExact(id, "D", out _)),
        _ => true,
    };
}
