using Microsoft.Win32.SafeHandles;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Store.Journals;

/// <summary>The journal file of this process, held open. Not safe for several threads at once.</summary>
/// <remarks>
/// Being open is what says that the owner lives: .NET takes a shared lock for it (<c>flock</c>, a share mode on
/// Windows), and the system drops it with the process. Programs that this one starts do not inherit it.
/// Fields, as in <see cref="JournalRow"/>.
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
    private const int Attempts = 3;
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly FileStream _sign;
    private int _length = JournalFormat.SlotBytes;

    private JournalFile(string id, string path)
    {
        Id = id;
        Path = path;
        _stream = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, Shared);
        try
        {
            // A handle for reading only: on network file systems .NET takes no shared lock for one that writes.
            _sign = PrivateFiles.Open(path, FileMode.Open, FileAccess.Read, Shared);
            _handle = _stream.SafeFileHandle;
            Span<byte> header = stackalloc byte[JournalFormat.SlotBytes];
            header.Clear();
            JournalFormat.WriteHeader(header, id);
            RandomAccess.Write(_handle, header, 0);
        }
        catch
        {
            _sign?.Dispose();
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The id that the name ends with.</summary>
    public readonly string Id;

    /// <summary>The file.</summary>
    public readonly string Path;

    /// <summary>Makes a journal of a new name, for its owner alone.</summary>
    /// <param name="directory">Where. It exists.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not make it.</exception>
    public static JournalFile Create(string directory)
    {
        for (int attempt = 1; ; attempt++)
        {
            string id = JournalFormat.NewId();
            string path = System.IO.Path.Combine(directory, JournalFormat.Prefix + id);
            try
            {
                var file = new JournalFile(id, path);
                // A fold that looked between making and locking may have taken it for an abandoned one.
                if (System.IO.File.Exists(path)) return file;
                file.Dispose();
            }
            catch (IOException e) when (attempt < Attempts && FileLock.IsHeldByAnother(e))
            {
                // Likewise: it holds the file to delete it.
            }
            catch
            {
                TryDelete(path);
                throw;
            }

            if (attempt == Attempts) throw new IOException($"'{path}' was deleted by somebody else.");
        }
    }

    /// <summary>Makes the slot of a count; null where the journal is full.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public int? AddSlot(string command, int exitCode, ulong count)
    {
        if (_length + JournalFormat.SlotBytes > JournalFormat.LimitBytes) return null;
        Span<byte> slot = stackalloc byte[JournalFormat.SlotBytes];
        slot.Clear();
        JournalFormat.WriteSlot(slot, command, exitCode, count);
        RandomAccess.Write(_handle, slot, _length);
        int offset = _length;
        _length += JournalFormat.SlotBytes;
        return offset;
    }

    /// <summary>Writes a count into its slot: once this returns, the count survives the end of the process.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteCount(int offset, ulong count)
    {
        Span<byte> number = stackalloc byte[JournalFormat.NumberBytes];
        JournalFormat.WriteNumber(number, count);
        RandomAccess.Write(_handle, number, offset + JournalFormat.PlaceOf(count));
    }

    /// <summary>Notes in a slot how much of its count is in the totals.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteFolded(int offset, ulong folded)
    {
        Span<byte> number = stackalloc byte[JournalFormat.NumberBytes];
        JournalFormat.WriteNumber(number, folded);
        RandomAccess.Write(_handle, number, offset + JournalFormat.PlaceOfFolded);
    }

    /// <summary>Reads the whole journal, with what the folds of any process noted; also once it has no name any more.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlySpan<byte> Read()
    {
        var bytes = new byte[_length];
        return bytes.AsSpan(0, RandomAccess.Read(_handle, bytes, 0));
    }

    /// <summary>Whether the file still is where it was made, with all that was written to it.</summary>
    public bool IsInPlace() => System.IO.File.Exists(Path) && RandomAccess.GetLength(_handle) >= _length;

    /// <summary>Closes and deletes it.</summary>
    public void Delete()
    {
        Dispose();
        TryDelete(Path);
    }

    /// <summary>Closes it, so that the next fold of any process takes its owner for gone.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _sign.Dispose();
    }

    private static void TryDelete(string path)
    {
        try
        {
            System.IO.File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next fold tries again.
        }
    }
}
