namespace Pace.Configuration.Yaml;

/// <summary>A piece of text: lines and columns are counted from 0, the end is behind the last character.</summary>
internal readonly record struct YamlSpan(int Line, int Column, int EndLine, int EndColumn);

/// <summary>A node of a YAML document and where it stands.</summary>
/// <param name="Span">Where it stands. For block collections only the start is meaningful.</param>
/// <param name="IsAlias">Whether an alias (<c>*name</c>) stands there, and the content elsewhere.</param>
internal abstract record YamlNode(YamlSpan Span, bool IsAlias)
{
    /// <summary>How many nodes it has, itself included, with aliases written out.</summary>
    public abstract int Size { get; }

    /// <summary>How many levels lie below it.</summary>
    public abstract int Depth { get; }

    /// <summary>The last line on which anything of it stands, counted from 0.</summary>
    public abstract int LastLine { get; }
}

/// <summary>A single value.</summary>
internal sealed record YamlScalar(YamlSpan Span, bool IsAlias, string Value, bool IsPlain, bool IsBlock, string? Tag)
    : YamlNode(Span, IsAlias)
{
    public override int Size => 1;

    public override int Depth => 0;

    // A block scalar's end is the start of what follows it.
    public override int LastLine =>
        Span.EndColumn == 0 && Span.EndLine > Span.Line ? Span.EndLine - 1 : Span.EndLine;

    /// <summary>Whether it is nothing: empty, <c>~</c> or <c>null</c>, unquoted.</summary>
    public bool IsNull => IsPlain && Tag is (null or "tag:yaml.org,2002:null")
        && Value is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
internal sealed record YamlList(YamlSpan Span, bool IsAlias, bool IsFlow, IReadOnlyList<YamlNode> Items)
    : YamlNode(Span, IsAlias)
{
    public override int Size { get; } = 1 + Items.Sum(static item => item.Size);

    public override int Depth { get; } = 1 + Items.Select(static item => item.Depth).DefaultIfEmpty().Max();

    public override int LastLine => IsFlow || Items.Count == 0 ? Span.EndLine : Items[^1].LastLine;
}

/// <summary>A key of a mapping and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A mapping, in the order of the text. Its keys are scalars and differ.</summary>
internal sealed record YamlMap(YamlSpan Span, bool IsAlias, bool IsFlow, IReadOnlyList<YamlEntry> Entries)
    : YamlNode(Span, IsAlias)
{
    public override int Size { get; } = 1 + Entries.Sum(static entry => 1 + entry.Value.Size);

    public override int Depth { get; } = 1 + Entries.Select(static entry => entry.Value.Depth).DefaultIfEmpty().Max();

    public override int LastLine => IsFlow || Entries.Count == 0
        ? Span.EndLine
        : Math.Max(Entries[^1].Key.LastLine, Entries[^1].Value.IsAlias ? 0 : Entries[^1].Value.LastLine);

    /// <summary>The entry of a key, or null.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Value == key);
}
