using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// Pace's mark in the text of a view, which SQLite keeps as it was given: a comment behind <c>as</c> with an object,
/// <c>{"format":1,"policy":"demo","version":3,"hash":"sha256:...","groups":["marketing"],"columns":[["id","integer"]]}</c>.
/// It is gone with the view. A mark of another format, with other keys or with anything that is not as it should be is
/// no mark: the view is not Pace's.
/// </summary>
/// <param name="View">What the interface tells of it; the grants are the groups, as nothing is granted in a file.</param>
/// <param name="Columns">The view's columns and their types: SQLite knows none of an expression.</param>
internal sealed record SqliteMark(ViewMark View, ValueList<(string Name, SqlType Type)> Columns)
{
    private const int Format = 1;
    private const string HashPrefix = "sha256:";
    private const int HashDigits = 64;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    // Names are written as they are, for those who read the view; what would break the line is still escaped.
    private static readonly JsonSerializerOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mark in a view's text, or null.</summary>
    public static SqliteMark? Read(string view, string? sql)
    {
        if (SqliteDdl.FindMark(view, sql) is not { } text)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(view, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The mark of a policy's view.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="compiled">The policy, compiled.</param>
    /// <param name="at">Which of its views, from 0.</param>
    /// <param name="version">The version.</param>
    /// <param name="hidden">The source's columns that the policy does not list.</param>
    public static SqliteMark Of(DataPolicy policy, CompiledPolicy compiled, int at, int version, ValueList<string> hidden)
    {
        CompiledView view = compiled.Views[at];
        ViewMark mark = new(view.Target, compiled.PolicyId, version, compiled.Hash, view.Groups) { Hidden = hidden };
        return new SqliteMark(mark, SqliteViewTypes.Of(policy, at).Select((type, column) => (view.Columns[column], type)).ToValueList());
    }

    /// <summary>The mark as it stands in the comment.</summary>
    public string Write()
    {
        string[] columns = [.. Columns.Select(column => $"[{Text(column.Name)},{Text(SqliteTypes.Write(column.Type))}]")];
        string hidden = View.Hidden.Count == 0 ? "" : $",\n  \"hidden\":[{string.Join(",", View.Hidden.Select(Text))}]";
        // A key a line, because the mark is shown to whoever looks at the statement.
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"format":{{Format}},"policy":{{Text(View.PolicyId)}},"version":{{View.Version}},
              "hash":{{Text(View.Hash)}},
              "groups":[{{string.Join(",", View.Grants.Select(Text))}}],
              "columns":[{{string.Join(",", columns)}}]{{hidden}}}
            """);
        // A slash stands in texts only. Without any, no text ends the comment.
        return text.Replace("/", "\\/", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string Text(string text) => JsonSerializer.Serialize(text, WriterOptions);

    private static SqliteMark? Read(string view, JsonElement mark)
    {
        string[] keys = [.. mark.EnumerateObject().Select(property => property.Name)];
        bool hides = keys.Length > 0 && keys[^1] == "hidden";
        if (!keys.SkipLast(hides ? 1 : 0).SequenceEqual(["format", "policy", "version", "hash", "groups", "columns"])
            || mark.GetProperty("format").GetInt32() != Format)
        {
            return null;
        }

        string policy = Text(mark.GetProperty("policy"));
        int version = mark.GetProperty("version").GetInt32();
        string hash = Text(mark.GetProperty("hash"));
        List<string> groups = [.. mark.GetProperty("groups").EnumerateArray().Select(Text)];
        List<(string Name, SqlType Type)> columns = [.. mark.GetProperty("columns").EnumerateArray().Select(Column)];
        return policy.Length > 0 && version >= 1 && IsHash(hash) && columns.Count > 0
            && groups.TrueForAll(group => group.Length > 0) && groups.Distinct().Count() == groups.Count
            ? new SqliteMark(
                new ViewMark(new QualifiedName([view]), policy, version, hash, groups.ToValueList())
                {
                    Hidden = hides ? mark.GetProperty("hidden").EnumerateArray().Select(Text).ToValueList() : [],
                },
                columns.ToValueList())
            : null;
    }

    private static (string Name, SqlType Type) Column(JsonElement column) =>
        column.GetArrayLength() == 2 && SqlType.TryParse(Text(column[1]), out SqlType type)
            ? (Text(column[0]), type)
            : throw new FormatException("A column is no name and type.");

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("A text is null.");

    private static bool IsHash(string hash) =>
        hash.StartsWith(HashPrefix, StringComparison.Ordinal)
        && hash.Length == HashPrefix.Length + HashDigits
        && hash.AsSpan(HashPrefix.Length).IndexOfAnyExcept(Hexadecimal) < 0;
}
