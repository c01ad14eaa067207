using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Pace.PowerShell.Completion;

/// <summary>Paths as they stand in a line that is being typed: only PowerShell knows its own current directory and drives.</summary>
internal static partial class TypedPath
{
    /// <summary>Where a path leads in the file system; null where nothing is, or elsewhere.</summary>
    /// <param name="path">The path, without quotes.</param>
    public static string? Resolve(string path)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Management\\Resolve-Path").AddParameter("LiteralPath", path).AddParameter("ErrorAction", ActionPreference.Ignore);
        return shell.Invoke<PathInfo>() is [{ Provider.Name: "FileSystem" } found] ? found.ProviderPath : null;
    }

    /// <summary>The file that a parameter names, its wildcards escaped or not; null where there is none.</summary>
    public static string? ResolveFile(string path) =>
        Resolve(path) ?? (path.Contains('`', StringComparison.Ordinal) ? Resolve(WildcardPattern.Unescape(path)) : null);

    /// <summary>A path that begins with a variable, as in <c>$HOME/policies/</c>, with its value instead; others as they are.</summary>
    public static string Expand(string path)
    {
        if (LeadingVariable().Match(path) is not { Success: true } found)
        {
            return path;
        }

        string name = found.Groups["name"].Value;
        return (found.Groups["env"].Success ? Environment.GetEnvironmentVariable(name) : Variable(name)) is { Length: > 0 } value
            ? value + path[found.Length..]
            : path;
    }

    private static string? Variable(string name)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Utility\\Get-Variable").AddParameter("Name", name).AddParameter("ValueOnly").AddParameter("ErrorAction", ActionPreference.Ignore);
        return shell.Invoke() is [{ } only] ? only.ToString() : null;
    }

    [GeneratedRegex(@"\A\$(?<brace>\{)?(?<env>env:)?(?<name>\w+)(?(brace)\})(?=[/\\])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LeadingVariable();
}
