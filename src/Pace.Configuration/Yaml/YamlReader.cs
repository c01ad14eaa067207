using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pace.Configuration.Yaml;

/// <summary>Reads one YAML document into nodes with positions. The only class here that touches YamlDotNet.</summary>
/// <remarks>
/// Apart, because YamlDotNet costs 50 to 90 ms at its first use in a process: who never comes here never pays.
/// Built on the parser's events with limits on depth and size, since a recursion without end would end the process.
/// </remarks>
internal sealed class YamlReader
{
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 100_000;
    private readonly Parser _parser;
    private readonly string _file;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);

    private YamlReader(TextReader text, string file)
    {
        _parser = new Parser(text);
        _file = file;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a byte order mark is skipped.</param>
    /// <param name="file">The name that errors carry.</param>
    /// <returns>The document's root, or null where the text holds nothing but comments.</returns>
    /// <exception cref="ConfigurationException">It is not one well-formed document, or is deeper or larger than a
    /// configuration can reasonably be.</exception>
    public static YamlNode? Read(string text, string file)
    {
        var reader = new YamlReader(new StringReader(text.TrimStart('\uFEFF')), file);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            throw new ConfigurationException(
                $"This is not YAML: {e.Message.TrimEnd('.')}", "Correct the line", file,
                (int)e.Start.Line, (int)e.Start.Column, e);
        }
        catch (Exception e) when (e is not ConfigurationException)
        {
            // The scanner ends some malformed texts with exceptions of its own, which know no position.
            Mark last = reader._parser.Current?.End ?? Mark.Empty;
            throw new ConfigurationException(
                "This is not YAML", "Correct this line or the next", file, (int)last.Line, (int)last.Column, e);
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<StreamEnd>(out _)) return root;
        throw Error("A second document begins here", "Keep one document in the file", _parser.Current!);
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaximumDepth)
            throw Error($"This is nested deeper than {MaximumDepth} levels", "Write it flatter", _parser.Current!);
        if (_parser.Current is AnchorAlias) return Resolve(_parser.Consume<AnchorAlias>());
        var start = _parser.Current as NodeEvent;
        YamlNode node = _parser.Current switch
        {
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            _ => ReadScalar(),
        };
        if (node.Size > MaximumNodes || node.Depth > MaximumDepth)
            throw Error("This is larger than a configuration can be", "Shorten it, aliases included", start!);
        if (start is { Anchor.IsEmpty: false }) _anchors[start.Anchor.Value] = node;
        return node;
    }

    private YamlNode Resolve(AnchorAlias alias) => _anchors.TryGetValue(alias.Value.Value, out YamlNode? node)
        ? node with { Span = Span(alias, alias), IsAlias = true }
        // Unnamed, since it may be an unquoted password that begins with an asterisk.
        : throw Error("There is no anchor of this name before this", "Write the value itself, in quotes if it begins with '*'", alias);

    private YamlScalar ReadScalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        return new YamlScalar(
            Span(scalar, scalar), false, scalar.Value, scalar.Style == ScalarStyle.Plain,
            scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded, scalar.Tag.IsEmpty ? null : scalar.Tag.Value);
    }

    private YamlList ReadList(int depth)
    {
        SequenceStart start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (_parser.Current is not SequenceEnd) items.Add(ReadNode(depth + 1));
        return new YamlList(CollectionSpan(start, _parser.Consume<SequenceEnd>()), false, start.Style == SequenceStyle.Flow, items);
    }

    private YamlMap ReadMap(int depth)
    {
        MappingStart start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            ParsingEvent at = _parser.Current!;
            if (ReadNode(depth + 1) is not YamlScalar key)
                throw Error("A key must be a single word here", "Write it as one", at);
            if (!keys.Add(key.Value))
                throw Error($"The key '{key.Value}' stands here a second time", "Keep one of the two", at);
            entries.Add(new YamlEntry(key, ReadNode(depth + 1)));
        }

        return new YamlMap(CollectionSpan(start, _parser.Consume<MappingEnd>()), false, start.Style == MappingStyle.Flow, entries);
    }

    private static YamlSpan Span(ParsingEvent first, ParsingEvent last) => new(
        (int)first.Start.Line - 1, (int)first.Start.Column - 1, (int)last.End.Line - 1, (int)last.End.Column - 1);

    // The end event of a flow collection stands on its bracket and not behind it.
    private static YamlSpan CollectionSpan(ParsingEvent first, ParsingEvent last)
    {
        YamlSpan span = Span(first, last);
        return span with { EndColumn = span.EndColumn + 1 };
    }

    private ConfigurationException Error(string problem, string advice, ParsingEvent at) =>
        new(problem, advice, _file, (int)at.Start.Line, (int)at.Start.Column);
}
