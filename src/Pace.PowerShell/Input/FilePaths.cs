using System.Collections.ObjectModel;
using System.Management.Automation;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Input;

/// <summary>Paths as users give them, to files of the file system.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that a path names. A path with wildcards may name none.</summary>
    /// <param name="state">The cmdlet's session state.</param>
    /// <param name="path">The path.</param>
    /// <param name="literal">Whether wildcards are ordinary characters.</param>
    public static IReadOnlyList<string> Existing(SessionState state, string path, bool literal)
    {
        if (literal)
        {
            return [ThrowIfMissing(Single(state, path), path)];
        }

        try
        {
            Collection<string> found = state.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            ThrowIfElsewhere(provider, path);
            // 'sales[2024].yaml' is a pattern that does not match its own file: what is there by that name is meant.
            if (found.Count == 0 && Single(state, path) is { } named && File.Exists(named))
            {
                return [named];
            }

            return [.. found.Where(file => !Directory.Exists(file) || !WildcardPattern.ContainsWildcardCharacters(path))
                .Select(file => ThrowIfMissing(file, path))];
        }
        catch (WildcardPatternException)
        {
            // 'sales[2024' is no pattern, and may be a name.
            return [ThrowIfMissing(Single(state, path), path)];
        }
        catch (SessionStateException missing)
        {
            throw Missing(path, missing);
        }
    }

    /// <summary>The file that a path names, which need not be there.</summary>
    public static string Single(SessionState state, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CmdletException(PaceErrors.ParameterInvalid, "A path with a null character leads nowhere.", "Name a file.", path);
        }

        try
        {
            string file = state.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            ThrowIfElsewhere(provider, path);
            return file;
        }
        catch (SessionStateException missing)
        {
            throw Missing(path, missing);
        }
    }

    /// <summary>A file's name as messages show it: from the current directory where it lies below that.</summary>
    public static string Display(SessionState state, string file)
    {
        string relative = Path.GetRelativePath(state.Path.CurrentFileSystemLocation.ProviderPath, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    private static string ThrowIfMissing(string file, string path)
    {
        if (Directory.Exists(file))
        {
            throw new CmdletException(PaceErrors.FileNotFound, $"'{path}' is a directory.", $"Name its files: {Path.Join(path, "*")}", path);
        }

        return File.Exists(file) ? file : throw Missing(path, null);
    }

    private static void ThrowIfElsewhere(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystem)
        {
            throw new CmdletException(
                PaceErrors.PathNotFileSystem, $"'{path}' is a path of the provider {provider.Name}, not of the file system.", target: path);
        }
    }

    private static CmdletException Missing(string path, Exception? inner) =>
        new(PaceErrors.FileNotFound, $"There is no file '{path}'.", target: path, inner: inner);
}
