using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pace.Engine.Policies.Reading;

/// <summary>
/// Turns YAML into nodes, from the parser's events. What makes one text stand for another is refused: anchors,
/// aliases, merge keys, tags, several documents.
/// </summary>
internal sealed class YamlDocument
{
    private readonly PolicyReading _reading;
    private readonly Parser _parser;
    private ParsingEvent? _next;
    private DocumentLimits _limits;
    private int _flowDepth;

    private YamlDocument(PolicyReading reading)
    {
        _reading = reading;
        _parser = new Parser(new Scanner(new StringReader(reading.Source.Text), skipComments: true));
    }

    /// <summary>The document's root; null when it cannot be read, with the problem told.</summary>
    public static DocumentNode? Read(PolicyReading reading)
    {
        if (!CheckCharacters(reading))
        {
            return null;
        }

        try
        {
            return new YamlDocument(reading).Root();
        }
        catch (YamlException e)
        {
            int start = (int)e.Start.Index;
            if (e.Message.Contains("tab", StringComparison.Ordinal) && reading.Source.IndentingTab(start) is { } tab)
            {
                reading.Report(DiagnosticCodes.Unreadable, "", reading.Source.At(tab, tab + 1), "a tab is used for indentation", "use spaces");
                return null;
            }

            TextPosition position = reading.Source.At(start, Math.Max(start + 1, (int)e.End.Index));
            reading.Report(DiagnosticCodes.Unreadable, "", position, "this is not YAML: " + Sentence(e.Message));
            return null;
        }
        catch (DocumentLimitException e)
        {
            reading.Report(DiagnosticCodes.Unreadable, "", e.Position, e.Message, e.Remedy);
            return null;
        }
    }

    private static string Sentence(string message)
    {
        string text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    // YAML has no control characters. The line ends that only one of its versions knows are refused as well: what is a
    // comment to one reader would be a key to another.
    private static bool CheckCharacters(PolicyReading reading)
    {
        string text = reading.Source.Text;
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            bool good = c switch
            {
                '\t' or '\n' or '\r' => true,
                < ' ' or (>= '\u007f' and < '\u00a0') or '\u2028' or '\u2029' or '\ufeff' or >= '\ufffe' => false,
                _ when char.IsSurrogate(c) => at + 1 < text.Length && char.IsSurrogatePair(text, at),
                _ => true,
            };
            if (!good)
            {
                reading.Report(
                    DiagnosticCodes.Unreadable,
                    "",
                    reading.Source.At(at, at + 1),
                    $"the character U+{(int)c:X4} cannot stand in YAML as it is",
                    char.IsSurrogate(c) ? "remove it: it is half a character" : $"remove it, or write \\u{(int)c:x4} in double quotes");
                return false;
            }

            at += char.IsHighSurrogate(c) ? 1 : 0;
        }

        return true;
    }

    private DocumentNode? Root()
    {
        Advance();
        Advance();
        if (_next is not DocumentStart start)
        {
            return new ScalarNode(new TextPosition(1, 1), ScalarKind.Null, "");
        }

        foreach (YamlDotNet.Core.Tokens.TagDirective directive in start.Tags ?? [])
        {
            if (directive.Start.Index != directive.End.Index)
            {
                Refuse(directive.Start, directive.End, "a %TAG directive stands here");
            }
        }

        Advance();
        DocumentNode root = Node(1);
        Advance();
        if (_next is DocumentStart second)
        {
            Refuse(second.Start, second.End, "a second document begins here", "write each policy into a file of its own");
            return null;
        }

        return root;
    }

    // The parser ends some broken texts with errors of the runtime, not its own.
    private void Advance()
    {
        try
        {
            _next = _parser.MoveNext() ? _parser.Current : null;
        }
        catch (Exception e) when (e is not YamlException)
        {
            Mark at = _next?.End ?? Mark.Empty;
            throw new YamlException(at, at, "it cannot be read on from here", e);
        }
    }

    private DocumentNode Node(int depth)
    {
        ParsingEvent next = _next ?? throw new YamlException("the text ends too early");
        _limits.Count(depth, At(next));

        if (next is AnchorAlias alias)
        {
            Advance();
            Refuse(alias.Start, alias.End, $"an alias stands here: {Quote.Name("*" + alias.Value.Value)}");
            return new RefusedNode(At(alias));
        }

        if (next is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            Refuse(next.Start, next.End, $"an anchor stands here: {Quote.Name("&" + anchored.Anchor.Value)}");
        }

        bool tagged = next is NodeEvent { Tag.IsEmpty: false };
        if (tagged)
        {
            Refuse(next.Start, next.End, $"a tag stands here: {Quote.Name(((NodeEvent)next).Tag.ToString())}");
        }

        if (_flowDepth == 0)
        {
            CheckIndentation(next);
        }

        return next switch
        {
            Scalar scalar => Scalar(scalar, tagged),
            SequenceStart start => Sequence(start, depth),
            MappingStart start => Mapping(start, depth),
            _ => throw new YamlException(next.Start, next.End, "something is missing here"),
        };
    }

    private DocumentNode Scalar(Scalar scalar, bool tagged)
    {
        Advance();
        if (tagged)
        {
            return new RefusedNode(At(scalar));
        }

        ScalarKind kind = scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(scalar.Value) : ScalarKind.Text;
        return new ScalarNode(At(scalar), kind, scalar.Value);
    }

    private SequenceNode Sequence(SequenceStart start, int depth)
    {
        Advance();
        SequenceNode sequence = new(_reading.Source.At((int)start.Start.Index, (int)start.Start.Index + 1));
        _flowDepth += start.Style == SequenceStyle.Flow ? 1 : 0;
        while (_next is not SequenceEnd)
        {
            sequence.Items.Add(Node(depth + 1));
        }

        int end = (int)_next.Start.Index + 1;
        Advance();
        if (start.Style == SequenceStyle.Flow)
        {
            _flowDepth--;
            sequence.Position = _reading.Source.At((int)start.Start.Index, end);
        }

        return sequence;
    }

    private MappingNode Mapping(MappingStart start, int depth)
    {
        Advance();
        MappingNode mapping = new(_reading.Source.At((int)start.Start.Index, (int)start.Start.Index + 1));
        _flowDepth += start.Style == MappingStyle.Flow ? 1 : 0;
        while (_next is not MappingEnd)
        {
            bool plain = _next is Scalar { Style: ScalarStyle.Plain };
            DocumentNode key = Node(depth + 1);
            DocumentNode value = Node(depth + 1);
            Add(mapping, key, plain, value);
        }

        int end = (int)_next.Start.Index + 1;
        Advance();
        if (start.Style == MappingStyle.Flow)
        {
            _flowDepth--;
            mapping.Position = _reading.Source.At((int)start.Start.Index, end);
        }
        else if (mapping.Entries is [{ KeyPosition: var first }, ..])
        {
            mapping.Position = first;
        }

        return mapping;
    }

    private void Add(MappingNode mapping, DocumentNode key, bool plain, DocumentNode value)
    {
        switch (key)
        {
            case ScalarNode { Text: "<<" } when plain:
                _reading.Report(DiagnosticCodes.UnsupportedYaml, "", key.Position, "a merge key stands here: '<<'", "write the keys out");
                break;
            case ScalarNode name:
                mapping.Entries.Add(new MappingEntry(name.Text, key.Position, value));
                break;
            case RefusedNode:
                break;
            default:
                _reading.Report(DiagnosticCodes.WrongShape, "", key.Position, $"{key.Description} stands where a key is expected");
                break;
        }
    }

    // YAML indents with spaces; where the parser overlooks a tab, it counts it as one space.
    private void CheckIndentation(ParsingEvent next)
    {
        int start = Math.Min((int)next.Start.Index, _reading.Source.Text.Length);
        int line = _reading.Source.LineStart(start);
        ReadOnlySpan<char> before = _reading.Source.Text.AsSpan(line, start - line);
        if (before.Contains('\t') && before.Trim(" \t-?:").IsEmpty)
        {
            throw new YamlException(next.Start, next.End, "a tab is used for indentation");
        }
    }

    private TextPosition At(ParsingEvent part) => _reading.Source.At((int)part.Start.Index, (int)part.End.Index);

    private void Refuse(Mark start, Mark end, string message, string? hint = null) => _reading.Report(
        DiagnosticCodes.UnsupportedYaml, "", _reading.Source.At((int)start.Index, (int)end.Index), message, hint);
}
