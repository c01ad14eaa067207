namespace Pace.Configuration.Yaml;

/// <summary>Reads the single values at the top level of a configuration without a YAML parser, where that is certain.</summary>
/// <remarks>
/// YamlDotNet costs 50 to 90 ms at its first use in a process, and the background upload looks at the configuration in
/// most of them. Whatever is not one of the few shapes below is left to the parser: where this reader answers, the
/// parser would answer the same, and a test says so for generated texts.
/// </remarks>
internal sealed class PlainReader
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private HashSet<string>? _keysOfItem;
    private string? _openKey;
    private int _indent = -1;
    private bool _isList;

    private PlainReader()
    {
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text of a configuration; a byte order mark is skipped.</param>
    /// <param name="values">The values by their keys, null for nothing; keys that hold a list or a mapping are in
    /// <paramref name="collections"/>.</param>
    /// <param name="collections">The keys that hold a list or a mapping.</param>
    /// <returns>False where only a YAML parser can tell.</returns>
    public static bool TryRead(
        string text, out IReadOnlyDictionary<string, string?> values, out IReadOnlySet<string> collections)
    {
        var reader = new PlainReader();
        var found = new HashSet<string>(StringComparer.Ordinal);
        values = reader._values;
        collections = found;
        foreach (char c in text)
        {
            // What is a line break to one parser and text to another, and what none allows.
            if (c is (< ' ' and not ('\n' or '\r')) or '\u007F' or '\u0085' or '\u2028' or '\u2029' || char.IsSurrogate(c))
                return false;
        }

        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            if (line.Contains('\uFEFF') || !reader.TryReadLine(line.TrimEnd(' '), found)) return false;
        }

        return true;
    }

    private bool TryReadLine(ReadOnlySpan<char> line, HashSet<string> collections)
    {
        ReadOnlySpan<char> content = line.TrimStart(' ');
        if (content.IsEmpty || content[0] == '#') return true;
        int indent = line.Length - content.Length;
        if (indent > 0 || content.StartsWith("- ")) return TryReadNested(content, indent, collections);
        // A key that turned out to hold a collection is no value, and counts as a key all the same.
        if (!TrySplit(content, out string key, out string? value) || collections.Contains(key) || !_values.TryAdd(key, value))
            return false;
        _openKey = value is null && content[^1] == ':' ? key : null;
        _indent = -1;
        return true;
    }

    // Two shapes only: 'key: value' lines under a key, and '- key: value' items whose other keys stand below the first.
    private bool TryReadNested(ReadOnlySpan<char> content, int indent, HashSet<string> collections)
    {
        if (_openKey is null) return false;
        bool isItem = content.StartsWith("- ");
        if (_indent < 0)
        {
            _indent = indent;
            _isList = isItem;
            _keysOfItem = null;
            _values.Remove(_openKey);
            if (!collections.Add(_openKey)) return false;
        }

        if (isItem != (_isList && indent == _indent)) return false;
        if (isItem) content = content[2..];
        else if (indent != (_isList ? _indent + 2 : _indent)) return false;
        if (isItem || _keysOfItem is null) _keysOfItem = new HashSet<string>(StringComparer.Ordinal);
        return TrySplit(content, out string key, out string? value) && _keysOfItem.Add(key)
            // A key without a value may be continued by what follows.
            && (value is not null || content[^1] != ':');
    }

    private static bool TrySplit(ReadOnlySpan<char> content, out string key, out string? value)
    {
        key = "";
        value = null;
        int colon = content.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetterLower(content[0])) return false;
        foreach (char c in content[..colon])
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }

        key = content[..colon].ToString();
        ReadOnlySpan<char> rest = content[(colon + 1)..];
        return rest.IsEmpty || (rest[0] == ' ' && TryReadValue(rest.TrimStart(' '), out value));
    }

    private static bool TryReadValue(ReadOnlySpan<char> rest, out string? value)
    {
        value = null;
        if (rest[0] == '#') return true;
        if (rest[0] is '"' or '\'')
        {
            int end = rest[1..].IndexOf(rest[0]) + 1;
            if (end == 0) return false;
            ReadOnlySpan<char> behind = rest[(end + 1)..];
            if (rest[..end].Contains('\\') || !(behind.IsEmpty || behind.TrimStart(' ').StartsWith("#") && behind[0] == ' '))
                return false;
            value = rest[1..end].ToString();
            return true;
        }

        int comment = rest.IndexOf(" #");
        if (comment >= 0) rest = rest[..comment].TrimEnd(' ');
        bool begins = char.IsAsciiLetterOrDigit(rest[0]) || rest[0] is '/' or '$' or '.' or '+'
            || (rest[0] == '-' && rest.Length > 1 && char.IsAsciiDigit(rest[1]))
            || (rest[0] == '~' && rest.Length > 1);
        if (!begins || rest[^1] == ':' || rest.IndexOf(": ") >= 0) return false;
        value = rest is "null" or "Null" or "NULL" ? null : rest.ToString();
        return true;
    }
}
