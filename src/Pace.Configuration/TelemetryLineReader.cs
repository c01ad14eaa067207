namespace Pace.Configuration;

/// <summary>Finds the key <c>telemetry</c> in a configuration without parsing YAML, where that is certain.</summary>
internal static class TelemetryLineReader
{
    private const string Key = ConfigurationKeys.Telemetry;

    /// <summary>Reads the switch.</summary>
    /// <param name="text">The text of a config.yaml.</param>
    /// <param name="value">The value, or null where the key is not there.</param>
    /// <returns>False where only a YAML parser can tell.</returns>
    public static bool TryRead(string text, out string? value)
    {
        value = null;
        if (!text.Contains(Key, StringComparison.Ordinal)) return true;
        bool behindKey = false;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> content = line.TrimStart();
            if (content.IsEmpty || content[0] == '#') continue;
            // An indented line behind the key continues its value.
            if (behindKey && content.Length < line.Length) return false;
            behindKey = false;
            if (!line.Contains(Key, StringComparison.Ordinal) || IsAnotherKey(line)) continue;
            if (value is not null || !TryReadLine(line, out value)) return false;
            behindKey = true;
        }

        return true;
    }

    // 'telemetry-endpoint: ...' at the margin. What its value holds cannot be the top-level key.
    private static bool IsAnotherKey(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("telemetry-")) return false;
        int end = line.IndexOf(':');
        foreach (char c in line[..Math.Max(end, 0)])
        {
            if (!char.IsAsciiLetterLower(c) && c != '-') return false;
        }

        return end > 0;
    }

    private static bool TryReadLine(ReadOnlySpan<char> line, out string? value)
    {
        value = null;
        if (!line.StartsWith(Key)) return false;
        ReadOnlySpan<char> rest = line[Key.Length..].TrimStart(' ');
        if (rest.Length < 2 || rest[0] != ':' || rest[1] != ' ') return false;
        rest = rest[1..];
        int comment = rest.IndexOf(" #");
        if (comment >= 0) rest = rest[..comment];
        rest = rest.Trim(' ');
        if (rest.Length > 2 && rest[0] is ('"' or '\'') && rest[^1] == rest[0]) rest = rest[1..^1];
        foreach (char c in rest)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        }

        if (rest.Length == 0) return false;
        value = rest.ToString();
        return true;
    }
}
