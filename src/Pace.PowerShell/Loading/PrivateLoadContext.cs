using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Pace.PowerShell.Loading;

/// <summary>
/// A load context over one directory: what lies there is loaded from there, compiled beforehand for this system where
/// that is to be had; everything else, PowerShell and the framework, comes from the default context.
/// </summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    // What was compiled beforehand was so for this runtime and later ones; an older one would compile it once more.
    private const int PrecompiledFor = 10;

    private readonly string _directory;
    private readonly string? _precompiled;

    public PrivateLoadContext(string directory)
        : base("Pace", isCollectible: false)
    {
        _directory = directory;
        string precompiled = Path.Combine(directory, "precompiled", $"{OperatingSystemName}-{Architecture}");
        if (Environment.Version.Major >= PrecompiledFor && Directory.Exists(precompiled)) _precompiled = precompiled;
    }

    /// <summary>The assembly of that name in the directory, or null when there is none.</summary>
    public Assembly? Find(AssemblyName name) => Load(name);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = assemblyName.Name + ".dll";
        if (_precompiled is not null && Path.Combine(_precompiled, file) is var precompiled && File.Exists(precompiled))
        {
            return LoadFromAssemblyPath(precompiled);
        }

        string path = Path.Combine(_directory, file);
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
    private static string NativeSystem =>
        $"{(OperatingSystemName == "linux" && IsMusl(RuntimeInformation.RuntimeIdentifier) ? "linux-musl" : OperatingSystemName)}-{Architecture}";

    private static string OperatingSystemName =>
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static bool IsMusl(string runtime) =>
        runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal);

    private static string[] FileNames(string name) =>
        OperatingSystem.IsWindows() ? [name, name + ".dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", name + ".dylib"]
        : [name, $"lib{name}.so", name + ".so"];
}
