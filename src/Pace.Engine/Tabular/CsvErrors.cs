using System.Globalization;
using CsvHelper;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Tabular;

/// <summary>What can be wrong with a CSV file: each names the file, the line from 1, and no value.</summary>
internal static class CsvErrors
{
    /// <summary>How long a record may be, in MiB of UTF-8.</summary>
    public const int LongestRecordMiB = 16;

    public static PaceException NoHeader(string file) =>
        New(file, 1, "is empty: the first line is to name the columns", "Name a file that has a line with the columns' names.");

    public static PaceException UnnamedColumn(string file, int column) =>
        New(file, 1, $"column {column} has no name", "Give every column a name in the first line.");

    public static PaceException SpacedColumn(string file, string name) => New(
        file, 1, $"the column's name {Quote.Name(name)} begins or ends with a space",
        "Write the names without spaces around them: a space beside a comma belongs to the name.");

    public static PaceException UnreadableColumn(string file, string name) =>
        New(file, 1, $"the column's name {Quote.Name(name)} has a line break or control character in it", "Give the column a name of one line.");

    public static PaceException DuplicateColumn(string file, string name) =>
        New(file, 1, $"two columns are called {Quote.Name(name)}, upper and lower case aside", "Give every column a name of its own in the first line.");

    public static PaceException Delimiters(string file, IEnumerable<char> candidates) => New(
        file, 1, $"the names in the first line could be separated by {string.Join(" or by ", candidates.Select(Spell))}",
        "Say which with -Delimiter.");

    public static PaceException FieldCount(string file, long line, int fields, int columns) => New(
        file, line, $"{Count(fields, "field")} where the first line names {Count(columns, "column")}",
        "Correct the line: a field with a delimiter, a quote or a line break in it stands in quotes. Another delimiter is named with -Delimiter.");

    public static PaceException BlankLine(string file, long line) =>
        New(file, line, "the line is empty, and others follow", "Take the line out.");

    public static PaceException Broken(string file, CsvMalformedRecord record) => record.Reason switch
    {
        CsvMalformedReason.UnterminatedQuote => New(
            file, record.LineNumber, "a quoted field begins in this record that does not end", "Close the quote, and write each quote within the field twice."),
        CsvMalformedReason.TextAfterClosingQuote => New(
            file, record.LineNumber, "something stands between a closing quote and the next delimiter",
            "Write a quote within a quoted field twice, and nothing after the closing one."),
        _ => New(
            file, record.LineNumber, "a quote stands within a field that does not begin with one",
            "Put the whole field in quotes, and write each quote within it twice."),
    };

    public static PaceException TooLong(string file, long line) => New(
        file, line, string.Create(CultureInfo.InvariantCulture, $"the record that begins here is longer than {LongestRecordMiB} MiB, or a quoted field in it does not end"),
        "Close the quote if there is one, and write each quote within the field twice; else shorten the record.");

    public static PaceException NotUtf8(string file, long line) => New(
        file, line, "a byte is not UTF-8", "Name the file's encoding with -Encoding, such as -Encoding latin1.");

    public static PaceException Zero(string file, long line) => New(
        file, line, "a field has a zero character in it, which is no text", "If the file is UTF-16 without a byte order mark, say -Encoding unicode.");

    public static PaceException Encoding(string file, string encoding, Exception inner) => new(
        PaceErrorKind.DataInvalid, $"{file} is not what {encoding} can be: a part of it cannot be decoded.",
        "Name the file's encoding with -Encoding, or save it as UTF-8.", file, inner);

    public static PaceException NotSeekable(string file) => new(
        PaceErrorKind.DataInvalid, $"{file} cannot be read twice: it is no ordinary file.",
        "Write it into a file first.", file);

    private static PaceException New(string file, long line, string problem, string remedy) => new(
        PaceErrorKind.DataInvalid, string.Create(CultureInfo.InvariantCulture, $"{file}({line}): {problem}."), remedy, file);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Spell(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        _ => $"'{delimiter}'",
    };
}
