using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Changes the items of <c>processing-platforms</c> in the text.</summary>
internal static class PlatformListEdit
{
    private const string Key = ConfigurationKeys.ProcessingPlatforms;

    /// <summary>The item with an id, or null.</summary>
    public static YamlMap? Find(YamlMap? root, string id) => (root?.Find(Key)?.Value as YamlList)?.Items
        .OfType<YamlMap>().FirstOrDefault(map => (map.Find("id")?.Value as YamlScalar)?.Value == id);

    /// <summary>Adds an item behind the last one, or makes the list.</summary>
    public static void Add(TextLines lines, YamlMap? root, EditTarget target, IReadOnlyList<string> item)
    {
        if (root?.Find(Key) is not { } entry)
        {
            string margin = new(' ', root?.Span.Column ?? 0);
            lines.Insert(lines.Count, [$"{margin}{Key}:", .. Render(item, margin.Length + 4, margin.Length + 6)]);
            return;
        }

        if (entry.Value is YamlList { IsFlow: false, IsAlias: false, Items.Count: > 0 } list)
        {
            (int dash, int column) = Columns(lines, list.Items[0], target);
            lines.Insert(lines.LastWritten(list.LastLine) + 1, Render(item, dash, column));
        }
        else
        {
            MakeBlock(lines, entry, target);
            int margin = entry.Key.Span.Column;
            lines.Insert(entry.Key.Span.Line + 1, Render(item, margin + 4, margin + 6));
        }
    }

    /// <summary>Writes an item anew in the place of the old one.</summary>
    public static void Replace(TextLines lines, YamlMap old, EditTarget target, IReadOnlyList<string> item)
    {
        (int dash, int column) = Columns(lines, old, target);
        lines.Remove(old.Span.Line, lines.LastWritten(old.LastLine));
        lines.Insert(old.Span.Line, Render(item, dash, column));
    }

    /// <summary>Takes an item out; an empty list stays as <c>[]</c>.</summary>
    public static void Remove(TextLines lines, YamlMap root, YamlMap item, EditTarget target)
    {
        YamlEntry entry = root.Find(Key)!;
        Columns(lines, item, target);
        lines.Remove(item.Span.Line, lines.LastWritten(item.LastLine));
        if (((YamlList)entry.Value).Items.Count > 1) return;
        int colon = lines[entry.Key.Span.Line].IndexOf(':', entry.Key.Span.EndColumn);
        lines.Replace(entry.Key.Span.Line, colon + 1, colon + 1, " []");
    }

    // An empty list on the key's line ('[]', '~' or nothing) gives way to a list in lines.
    private static void MakeBlock(TextLines lines, YamlEntry entry, EditTarget target)
    {
        YamlSpan span = entry.Value.Span;
        bool isEmpty = entry.Value is YamlScalar { IsNull: true } or YamlList { Items.Count: 0 };
        if (!isEmpty || entry.Value.IsAlias || span.Line != entry.Key.Span.Line || span.EndLine != span.Line)
        {
            throw target.Refuse(
                $"The list '{Key}' is not written with one '- id: ...' block for each platform", entry.Value,
                "Write it that way, then try again");
        }

        string before = lines[span.Line][..span.Column].TrimEnd(' ');
        lines.Replace(span.Line, before.Length, span.EndColumn, "");
    }

    private static (int Dash, int Column) Columns(TextLines lines, YamlNode item, EditTarget target)
    {
        string before = lines[item.Span.Line][..item.Span.Column];
        int dash = before.IndexOf('-', StringComparison.Ordinal);
        if (item is YamlMap { IsFlow: false, IsAlias: false } && before.Trim(' ') == "-") return (dash, item.Span.Column);
        throw target.Refuse(
            "This platform is not written as a block that begins with '- id: ...'", item, "Write it that way, then try again");
    }

    private static IEnumerable<string> Render(IReadOnlyList<string> item, int dash, int column)
    {
        string first = new string(' ', dash) + "-" + new string(' ', column - dash - 1);
        string other = new(' ', column);
        return item.Select((line, index) => (index == 0 ? first : other) + line);
    }
}
