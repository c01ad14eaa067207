using Pace.Engine.Policies;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Input;

/// <summary>Policies in files.</summary>
internal static class PolicyFiles
{
    // A policy of ten thousand fields is a megabyte; what is far above is some other file.
    private const long LargestBytes = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="name">Its name in messages.</param>
    public static PolicyInput Read(string file, string name)
    {
        if (new FileInfo(file).Length > LargestBytes)
        {
            throw new CmdletException(PaceErrors.FileUnusable, $"'{name}' is too large for a policy: more than 16 MB.", "Name a policy's file.", name);
        }

        DataPolicy? policy = EngineParts.Read(File.ReadAllText(file), FormatOf(file), name, out var diagnostics);
        return new PolicyInput(name, policy, diagnostics);
    }

    /// <summary>The notation that a file's name tells: JSON for <c>.json</c>, YAML for everything else.</summary>
    public static PolicyFormat FormatOf(string file) =>
        string.Equals(Path.GetExtension(file), ".json", StringComparison.OrdinalIgnoreCase) ? PolicyFormat.Json : PolicyFormat.Yaml;
}
