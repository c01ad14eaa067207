namespace Pace.Relay.Options;

/// <summary>The directory of Pace's databases, by the same rules as everywhere in Pace.</summary>
internal static class DataDirectory
{
    /// <summary>PACE_DATA_PATH, else what the system has for such data; null where there is no home directory.</summary>
    public static string? Find(Func<string, string?> environment)
    {
        string? Get(string name) => environment(name) is { Length: > 0 } value ? value : null;
        string? home = Get(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        if (Get("PACE_DATA_PATH") is { } path)
        {
            bool isTilde = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal);
            if (!isTilde) return Path.GetFullPath(path);
            return home is null ? null : Path.Combine(home, path.Length < 2 ? "" : path[2..]);
        }

        // The XDG base directory specification: a relative path is invalid and to be ignored.
        string? data = OperatingSystem.IsWindows()
            ? Get("LOCALAPPDATA")
            : Get("XDG_DATA_HOME") is { } xdg && xdg.StartsWith('/') ? xdg : home is null ? null : Path.Combine(home, ".local", "share");
        return data is null ? null : Path.Combine(data, "pace");
    }
}
