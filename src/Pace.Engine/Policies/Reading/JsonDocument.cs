using System.Text;
using System.Text.Json;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Reading;

/// <summary>Turns JSON (RFC 8259, nothing more) into nodes. A key that is there twice stays there twice.</summary>
internal ref struct JsonDocument
{
    private readonly PolicyReading _reading;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _json;
    private int _byte;
    private int _char;
    private DocumentLimits _limits;

    private JsonDocument(PolicyReading reading, ReadOnlySpan<byte> bytes)
    {
        _reading = reading;
        _bytes = bytes;
        _json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
    }

    /// <summary>The document's root; null when it cannot be read, with the problem told.</summary>
    public static DocumentNode? Read(PolicyReading reading)
    {
        string text = reading.Source.Text;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return new ScalarNode(new TextPosition(1, 1), ScalarKind.Null, "");
        }

        JsonDocument document = new(reading, bytes);
        try
        {
            document._json.Read();
            DocumentNode root = document.Node(1);
            // Reads on to the end, where nothing more may stand.
            while (document._json.Read())
            {
            }

            return root;
        }
        catch (JsonException e)
        {
            int at = document.Offset(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            reading.Report(DiagnosticCodes.Unreadable, "", reading.Source.At(at, at + 1), "this is not JSON: " + Sentence(e.Message));
            return null;
        }
        catch (DocumentLimitException e)
        {
            reading.Report(DiagnosticCodes.Unreadable, "", e.Position, e.Message, e.Remedy);
            return null;
        }
    }

    // The reader closes its sentence with the position in bytes, which is told in characters already.
    private static string Sentence(string message)
    {
        int cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string text = (cut < 0 ? message : message[..cut]).Trim().TrimEnd('.');
        return text.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private DocumentNode Node(int depth)
    {
        TextPosition position = Position();
        _limits.Count(depth, position);

        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject:
                return Mapping(position, depth);
            case JsonTokenType.StartArray:
                return Sequence(position, depth);
            case JsonTokenType.String:
                return Text(position) is { } text ? new ScalarNode(position, ScalarKind.Text, text) : new RefusedNode(position);
            case JsonTokenType.Number:
                return new ScalarNode(position, ScalarKind.Number, Encoding.UTF8.GetString(_json.ValueSpan));
            case JsonTokenType.True:
                return new ScalarNode(position, ScalarKind.Boolean, "true");
            case JsonTokenType.False:
                return new ScalarNode(position, ScalarKind.Boolean, "false");
            default:
                return new ScalarNode(position, ScalarKind.Null, "");
        }
    }

    private MappingNode Mapping(TextPosition position, int depth)
    {
        int start = _char;
        MappingNode mapping = new(position);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            TextPosition at = Position();
            string? key = Text(at);
            _json.Read();
            DocumentNode value = Node(depth + 1);
            if (key is not null)
            {
                mapping.Entries.Add(new MappingEntry(key, at, value));
            }
        }

        mapping.Position = UpToHere(start);
        return mapping;
    }

    private SequenceNode Sequence(TextPosition position, int depth)
    {
        int start = _char;
        SequenceNode sequence = new(position);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            sequence.Items.Add(Node(depth + 1));
        }

        sequence.Position = UpToHere(start);
        return sequence;
    }

    private readonly string? Text(TextPosition position)
    {
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            _reading.Report(DiagnosticCodes.Unreadable, "", position, "the text holds half a character: a \\ud8.. or \\udc.. without its other half");
            return null;
        }
    }

    // Tokens come in order, so that bytes are counted as characters once for the whole text.
    private TextPosition Position()
    {
        int start = Advance((int)_json.TokenStartIndex);
        int length = _json.HasValueSequence ? 0 : Encoding.UTF8.GetCharCount(_json.ValueSpan);
        length += _json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        return _reading.Source.At(start, start + Math.Max(length, 1));
    }

    private TextPosition UpToHere(int start) => _reading.Source.At(start, Advance((int)_json.TokenStartIndex) + 1);

    private int Advance(int target)
    {
        _char += Encoding.UTF8.GetCharCount(_bytes[_byte..target]);
        _byte = target;
        return _char;
    }

    private readonly int Offset(long line, long bytes)
    {
        // The reader breaks lines at LF only.
        ReadOnlySpan<byte> rest = _bytes;
        int start = 0;
        for (; line > 0 && rest[start..].IndexOf((byte)'\n') is >= 0 and int found; line--)
        {
            start += found + 1;
        }

        int stop = (int)Math.Min(start + bytes, _bytes.Length);
        return Encoding.UTF8.GetCharCount(_bytes[..stop]);
    }
}
