using System.Globalization;
using Pace.Configuration.Yaml;

namespace Pace.Telemetry.Store;

/// <summary>Reads telemetry.yaml in the shape that Pace and the CLI write it, line by line, without a YAML parser.</summary>
/// <remarks>
/// Accepts exactly: lines ending in a line feed; the top-level keys once each, with plain or simply quoted values;
/// below <c>metric_points</c> commands at 4, exit codes at 8 and keys at 12 spaces. Whatever differs, comments
/// included, is left to a real YAML parser, which then also judges whether it is YAML at all.
/// </remarks>
internal ref struct UsualShapeReader
{
    private readonly TelemetryContent _content = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private ReadOnlySpan<char> _rest;

    private UsualShapeReader(ReadOnlySpan<char> text) => _rest = text;

    /// <summary>Reads a text.</summary>
    /// <returns>The content, or null if the text is not in the usual shape.</returns>
    public static TelemetryContent? TryRead(ReadOnlySpan<char> text)
    {
        var reader = new UsualShapeReader(text);
        return reader.TryRead() ? reader._content : null;
    }

    private bool TryRead()
    {
        while (!_rest.IsEmpty)
        {
            if (!TryReadLine(0, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)) return false;
            string name = key.ToString();
            if (!_seen.Add(name) || !TryReadTop(name, value)) return false;
        }

        return _seen.Count > 0;
    }

    private bool TryReadTop(string key, ReadOnlySpan<char> value)
    {
        if (key == "metric_points") return value is "{}" || (value.IsEmpty && TryReadCommands());
        if (!UsualScalar.TryRead(value, out string? text)) return false;
        switch (key)
        {
            case "cli_version": _content.Version = text; break;
            case "operating_system": _content.OperatingSystem = text; break;
            case "id": _content.Id = text; break;
            default: _content.Extras.Add(new Extra(ScalarText.Of(key), value.ToString())); break;
        }

        return true;
    }

    private bool TryReadCommands()
    {
        var commands = new HashSet<string>(StringComparer.Ordinal);
        while (IndentIs(4))
        {
            if (!TryReadLine(4, out ReadOnlySpan<char> command, out ReadOnlySpan<char> value) || !value.IsEmpty) return false;
            string name = command.ToString();
            if (!commands.Add(name) || !IndentIs(8)) return false;
            while (IndentIs(8))
            {
                if (!TryReadRow(name)) return false;
            }
        }

        return commands.Count > 0;
    }

    private bool TryReadRow(string command)
    {
        if (!TryReadLine(8, out ReadOnlySpan<char> code, out ReadOnlySpan<char> value) || !value.IsEmpty
            || !TryParse(code, int.MaxValue, out uint exitCode)) return false;
        var row = new CountRow(command, (int)exitCode);
        return TryReadCounts(row) && _content.Rows.TryAdd(row);
    }

    private bool TryReadCounts(CountRow row)
    {
        bool counted = false;
        while (IndentIs(12))
        {
            if (!TryReadLine(12, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)) return false;
            if (key is "cumulative_count")
            {
                if (counted || !TryParse(value, uint.MaxValue, out uint count)) return false;
                row.Count = count;
                counted = true;
            }
            else if (!TryReadExtra(row, key, value))
            {
                return false;
            }
        }

        return counted;
    }

    // Apart, so that a row without them, as all are but few, needs none of this code.
    private static bool TryReadExtra(CountRow row, ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        string name = ScalarText.Of(key.ToString());
        if (!UsualScalar.TryRead(value, out _) || row.Extras?.Exists(extra => extra.Key == name) == true) return false;
        (row.Extras ??= []).Add(new Extra(name, value.ToString()));
        return true;
    }

    // A line 'key: value' or 'key:' at an indent; takes it off the rest.
    private bool TryReadLine(int indent, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)
    {
        key = value = default;
        int end = _rest.IndexOf('\n');
        if (end < 0 || !IndentIs(indent)) return false;
        ReadOnlySpan<char> line = _rest[indent..end];
        _rest = _rest[(end + 1)..];
        int colon = line.IndexOf(':');
        if (colon < 0 || !UsualScalar.TryReadKey(line[..colon], out key)) return false;
        value = line[(colon + 1)..];
        if (value.IsEmpty) return true;
        if (value[0] != ' ' || value.Length == 1) return false;
        value = value[1..];
        return true;
    }

    private readonly bool IndentIs(int indent)
    {
        if (_rest.Length <= indent || _rest[indent] is ' ' or '\n') return false;
        for (int i = 0; i < indent; i++)
        {
            if (_rest[i] != ' ') return false;
        }

        return true;
    }

    // Leading zeros mean octal to some readers.
    private static bool TryParse(ReadOnlySpan<char> text, uint limit, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= limit
        && (text.Length == 1 || text[0] != '0');
}
