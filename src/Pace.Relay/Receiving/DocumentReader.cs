using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Pace.Relay.Receiving;

/// <summary>Reads a document as the module and the <c>pace</c> CLI send it, and nothing that is only like it.</summary>
/// <remarks>
/// What it says about a malformed document names the place; of what was sent it repeats a command's name at most, its
/// printable ASCII characters only. A label that is on no list is not malformed, it counts as <c>other</c>.
/// </remarks>
internal ref struct DocumentReader
{
    /// <summary>The largest document, in bytes.</summary>
    public const int LargestBody = 64 * 1024;

    private const int MostEntries = 2048;
    private const int MostUnlisted = 512;
    private const int LongestEcho = 48;
    private readonly NameTable _names;
    private readonly ReceivedDocument _document;
    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private Span<byte> _scratch;
    private string? _problem;

    private DocumentReader(ReadOnlySpan<byte> body, NameTable names, ReceivedDocument document)
    {
        _body = body;
        _names = names;
        _document = document;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 8 });
    }

    /// <summary>Reads a document.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="names">The names that are known.</param>
    /// <param name="document">Where to put it; of no meaning after a problem.</param>
    /// <returns>Null, or one line that says what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> body, NameTable names, ReceivedDocument document)
    {
        document.Clear();
        if (body.IsEmpty) return "The body is empty.";
        if (body.Length > LargestBody) return $"The body is larger than {LargestBody} bytes.";
        if (!Utf8.IsValid(body)) return "The body is not UTF-8.";
        var reader = new DocumentReader(body, names, document);
        try
        {
            if (reader.ReadRoot() && !reader._json.Read()) return null;
            return reader._problem ?? "The body goes on after the document.";
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private bool ReadRoot()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return Fail("The body is not a JSON object.");
        int seen = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            int key = Key();
            if (key < 0) return Fail($"Unknown key '{Echo(Name())}'.");
            if ((seen & (1 << key)) != 0) return Fail($"The key '{Echo(Name())}' stands there twice.");
            seen |= 1 << key;
            _json.Read();
            bool read = key switch
            {
                0 => ReadPoints(),
                1 => ReadVersion(),
                2 => ReadSystem(),
                _ => ReadId(),
            };
            if (!read) return false;
        }

        if (seen != 0b1111)
        {
            string[] keys = ["metric_points", "cli_version", "operating_system", "id"];
            return Fail($"The key '{keys[int.TrailingZeroCount(~seen)]}' is missing.");
        }

        return true;
    }

    private int Key() =>
        _json.ValueTextEquals("metric_points"u8) ? 0
        : _json.ValueTextEquals("cli_version"u8) ? 1
        : _json.ValueTextEquals("operating_system"u8) ? 2
        : _json.ValueTextEquals("id"u8) ? 3 : -1;

    private bool ReadId()
    {
        if (_json.TokenType != JsonTokenType.String) return Fail("id: not a text.");
        ReadOnlySpan<byte> text = Name();
        if (text.Length != 36 || !Utf8Parser.TryParse(text, out Guid id, out int used, 'D') || used != 36)
            return Fail("id: not a UUID such as 36be4c46-4e1b-431d-b9db-1b315f537a85.");
        if (id == Guid.Empty) return Fail("id: the nil UUID belongs to nobody.");
        _document.Id = ReceivedDocument.ToNumber(id);
        return true;
    }

    private bool ReadVersion()
    {
        if (_json.TokenType != JsonTokenType.String) return Fail("cli_version: not a text.");
        _document.Version = ReportedVersion.Parse(Name());
        return true;
    }

    private bool ReadSystem()
    {
        if (_json.TokenType != JsonTokenType.String) return Fail("operating_system: not a text.");
        _document.System = ReportedSystem.Parse(Name());
        return true;
    }

    private bool ReadPoints()
    {
        // The CLI's first document comes before anything was counted; a Go map that was never made is null.
        if (_json.TokenType == JsonTokenType.Null)
        {
            _document.IsFromCli = true;
            return true;
        }

        if (_json.TokenType != JsonTokenType.StartObject) return Fail("metric_points: not an object.");
        Span<ulong> seen = stackalloc ulong[64];
        seen.Clear();
        Span<uint> unlisted = stackalloc uint[MostUnlisted];
        int unlistedCount = 0;
        bool fromCli = true;
        bool any = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = Name();
            if (name.IsEmpty) return Fail("metric_points: a command has no name.");
            uint hash = NameTable.HashOf(name);
            int found = _names.Find(name, hash);
            bool again;
            if (found >= 0)
            {
                again = (seen[found >> 6] & (1UL << found)) != 0;
                seen[found >> 6] |= 1UL << found;
            }
            else
            {
                if (unlistedCount == MostUnlisted) return Fail($"metric_points: more than {MostUnlisted} unknown commands.");
                again = unlisted[..unlistedCount].Contains(hash);
                unlisted[unlistedCount++] = hash;
                found = NameTable.OtherOf(name);
            }

            if (again) return Fail($"metric_points: the command '{Echo(name)}' stands there twice.");
            // What begins with a cmdlet and never names the CLI is the module's.
            bool cli = ReferenceEquals(_names.Labels((ushort)found).Client, CommandLabels.Cli);
            fromCli = any ? fromCli || cli : cli;
            any = true;
            _json.Read();
            if (!ReadCommand((ushort)found, hash)) return false;
        }

        _document.IsFromCli = fromCli;
        return true;
    }

    private bool ReadCommand(ushort name, uint hash)
    {
        if (_json.TokenType != JsonTokenType.StartObject) return FailCommand(name, "not an object");
        int first = _document.Count;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> text = Name();
            if (!TryCode(text, out uint code)) return FailCommand(name, $"'{Echo(text)}' is not an exit code (0 to {uint.MaxValue})");
            foreach (ref readonly CountEntry earlier in _document.Entries[first..])
            {
                if (earlier.ExitCode == code) return FailCommand(name, $"the exit code {code} stands there twice");
            }

            _json.Read();
            if (!ReadCount(name, code, out uint count)) return false;
            if (_document.Count == MostEntries) return Fail($"metric_points: more than {MostEntries} counts.");
            _document.Add(new CountEntry(name, hash, code, count));
        }

        return true;
    }

    private bool ReadCount(ushort name, uint code, out uint count)
    {
        count = 0;
        if (_json.TokenType != JsonTokenType.StartObject) return FailCommand(name, $"exit code {code} is not an object");
        if (!_json.Read() || _json.TokenType != JsonTokenType.PropertyName)
            return FailCommand(name, $"exit code {code} has no 'cumulative_count'");
        if (!_json.ValueTextEquals("cumulative_count"u8))
            return FailCommand(name, $"exit code {code}: unknown key '{Echo(Name())}'");
        _json.Read();
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetUInt32(out count))
            return FailCommand(name, $"exit code {code}: cumulative_count is not a whole number from 0 to {uint.MaxValue}");
        if (!_json.Read() || _json.TokenType != JsonTokenType.EndObject)
            return FailCommand(name, $"exit code {code} has more than a 'cumulative_count'");
        return true;
    }

    private static bool TryCode(ReadOnlySpan<byte> text, out uint code) =>
        Utf8Parser.TryParse(text, out code, out int used) && used == text.Length && text.Length > 0
        && text[0] != '+' && (text.Length == 1 || text[0] != '0');

    // The text of a name or value, escapes resolved.
    private ReadOnlySpan<byte> Name()
    {
        if (!_json.ValueIsEscaped) return _json.ValueSpan;
        if (_scratch.IsEmpty) _scratch = new byte[_body.Length];
        return _scratch[.._json.CopyString(_scratch)];
    }

    private bool FailCommand(ushort name, string what) =>
        Fail(name < NameTable.FirstName
            ? $"metric_points, an unknown command: {what}."
            : $"metric_points, '{_names.Names[name - NameTable.FirstName]}': {what}.");

    private bool Fail(string problem)
    {
        _problem = problem;
        return false;
    }

    private static string Echo(scoped ReadOnlySpan<byte> name)
    {
        int length = Math.Min(name.Length, LongestEcho);
        return string.Create(length, name[..length], static (text, bytes) =>
        {
            for (int i = 0; i < text.Length; i++) text[i] = bytes[i] is >= 0x20 and < 0x7F and not (byte)'\'' ? (char)bytes[i] : '?';
        });
    }
}
