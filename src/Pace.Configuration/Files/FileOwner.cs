using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pace.Configuration.Files;

/// <summary>Gives what root makes in a user's directory to that user, who could not even read it else.</summary>
/// <remarks>
/// <c>sudo</c> often keeps the user's home directory. Only what this process made itself is given away, and through a
/// handle, so that nobody can put another file in its place meanwhile. On Linux alone; elsewhere such files stay root's.
/// </remarks>
internal static class FileOwner
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const uint OwnerAndGroup = 0x18;
    private const int ResultBytes = 256;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int CloseOnExecution = 0x80000;

    /// <summary>Whether this process is one that could give files away.</summary>
    public static bool MayGiveAway => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Makes a file that was just made belong to the owner of its directory, where root made it.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="path">Its path.</param>
    public static void Adopt(SafeFileHandle file, string path)
    {
        if (MayGiveAway) Give(file, Path.GetDirectoryName(path));
    }

    /// <summary>Makes a directory that was just made belong to the owner of the one it stands in, where root made it.</summary>
    /// <param name="path">The directory.</param>
    public static void AdoptDirectory(string path)
    {
        if (!MayGiveAway || DirectoryFlags is not { } flags) return;
        try
        {
            using var directory = new SafeFileHandle(Open(path, flags | CloseOnExecution), ownsHandle: true);
            if (!directory.IsInvalid) Give(directory, Path.GetDirectoryName(path));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library under another name.
        }
    }

    /// <summary>Makes a file that is to replace another belong to that one's owner, where root made it.</summary>
    /// <param name="file">The open new file.</param>
    /// <param name="path">The file that will be replaced.</param>
    public static void Keep(SafeFileHandle file, string path)
    {
        if (MayGiveAway) Give(file, path);
    }

    // O_DIRECTORY and O_NOFOLLOW, where their numbers are known.
    private static int? DirectoryFlags => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0x10000 | 0x20000,
        Architecture.Arm64 => 0x4000 | 0x8000,
        _ => null,
    };

    // Failing is no reason not to count: then the file is root's.
    private static void Give(SafeFileHandle file, string? example)
    {
        try
        {
            var result = new byte[ResultBytes];
            if (example is null || Statx(CurrentDirectory, example, DoNotFollow, OwnerAndGroup, result) != 0) return;
            uint owner = Read(result, OwnerOffset);
            if (owner != 0) _ = Change(file, owner, Read(result, GroupOffset));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library that is too old for it, or has another name.
        }
    }

    private static uint Read(byte[] result, int offset) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(result.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32BigEndian(result.AsSpan(offset));

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] result);

    [DllImport("libc", EntryPoint = "fchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Change(SafeFileHandle file, uint owner, uint group);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
