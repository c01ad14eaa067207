using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Pace.PowerShell.Loading;

/// <summary>
/// A load context over one directory: what lies there is loaded from there, everything else, PowerShell and the
/// framework, comes from the default context.
/// </summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    private readonly string _directory;

    public PrivateLoadContext(string directory)
        : base("Pace", isCollectible: false) => _directory = directory;

    /// <summary>The assembly of that name in the directory, or null when there is none.</summary>
    public Assembly? Find(AssemblyName name) => Load(name);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string native = Path.Combine(_directory, "runtimes", NativeSystem, "native");
        foreach (string file in FileNames(unmanagedDllName))
        {
            string path = Path.Combine(native, file);
            if (File.Exists(path))
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        return 0;
    }

    // RuntimeInformation.RuntimeIdentifier names the distribution where the runtime was built by one (debian.12-x64);
    // the native libraries are named by the C library that they need.
    private static string NativeSystem
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : IsMusl(RuntimeInformation.RuntimeIdentifier) ? "linux-musl"
                : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static bool IsMusl(string runtime) =>
        runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal);

    private static string[] FileNames(string name) =>
        OperatingSystem.IsWindows() ? [name, name + ".dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", name + ".dylib"]
        : [name, $"lib{name}.so", name + ".so"];
}
