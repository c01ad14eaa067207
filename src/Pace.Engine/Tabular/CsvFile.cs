using System.Text;
using CsvHelper;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Tabular;

/// <summary>
/// A CSV file as RFC 4180 describes it, read row by row, as often as wanted. The first line names the columns.
/// A field without quotes that is empty is NULL, a quoted one is empty text, as in PostgreSQL's COPY.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    // A quote that is never closed must not fill the memory with the rest of the file.
    private const int LongestRecord = CsvErrors.LongestRecordMiB * 1024 * 1024;

    private static readonly char[] Candidates = [',', ';', '\t'];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly FileStream _file;
    private readonly Encoding? _encoding;
    private readonly char _delimiter;

    private CsvFile(FileStream file, string name, CsvOptions options)
    {
        _file = file;
        _encoding = options.Encoding;
        Name = name;
        _delimiter = options.Delimiter ?? FindDelimiter();
        Columns = ReadHeader();
    }

    /// <summary>The file's name for messages.</summary>
    public string Name { get; }

    /// <summary>The columns' names: each there, and no two alike.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How far the file has been read, from 0 to 1; buffers make it run ahead of the rows.</summary>
    public double Progress { get; private set; }

    /// <summary>Opens a file and reads its first line.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>.</exception>
    public static CsvFile Open(string path, CsvOptions? options)
    {
        options ??= CsvOptions.Default;
        string name = options.DisplayName ?? path;
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return file.CanSeek ? new CsvFile(file, name, options) : throw CsvErrors.NotSeekable(name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The rows, from the first. One enumeration at a time.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>, while reading.</exception>
    public IEnumerable<SourceRow> Rows()
    {
        using CsvReader reader = Open(_delimiter);
        _ = Read(reader);
        // UTF-16 comes as half as many bytes; nobody minds that it seems to go faster at its end.
        double length = Math.Max(1, _file.Length);
        Progress = 0;
        long blank = 0;
        while (Read(reader))
        {
            // In a table of several columns an empty line is no row. At the end of a file it is a habit.
            if (Columns.Count > 1 && reader.RawRecord.IsEmpty)
            {
                blank = blank == 0 ? reader.LineNumber : blank;
                continue;
            }

            if (blank > 0)
            {
                throw CsvErrors.BlankLine(Name, blank);
            }

            Progress = reader.ByteOffset / length;
            yield return reader.FieldCount == Columns.Count
                ? new SourceRow(reader.LineNumber, Fields(reader))
                : throw CsvErrors.FieldCount(Name, reader.LineNumber, reader.FieldCount, Columns.Count);
        }

        Progress = 1;
    }

    public void Dispose() => _file.Dispose();

    private CsvReader Open(char delimiter) => CsvReader.Create(CsvText.Open(_file, Name, _encoding), new CsvReaderOptions
    {
        Separator = delimiter,
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRecord,
        OnMalformedRecord = record => throw CsvErrors.Broken(Name, record),
    });

    // Never a guess: the header must allow one delimiter only. A header that allows none is a table of one column.
    private char FindDelimiter()
    {
        List<char> found = [.. Candidates.Where(Separates)];
        return found.Count switch
        {
            0 => Candidates[0],
            1 => found[0],
            _ => throw CsvErrors.Delimiters(Name, found),
        };
    }

    private bool Separates(char delimiter)
    {
        using CsvReader reader = Open(delimiter);
        try
        {
            return Read(reader) && reader.FieldCount > 1;
        }
        catch (PaceException)
        {
            // Quotes that make no sense with this delimiter: it is another. What is wrong with all is told later.
            return false;
        }
    }

    private string[] ReadHeader()
    {
        using CsvReader reader = Open(_delimiter);
        if (!Read(reader) || reader.RawRecord.IsEmpty)
        {
            throw CsvErrors.NoHeader(Name);
        }

        string?[] names = Fields(reader);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int column = 0; column < names.Length; column++)
        {
            string name = names[column] is { Length: > 0 } given ? given : throw CsvErrors.UnnamedColumn(Name, column + 1);
            if (name.Any(char.IsControl))
            {
                throw CsvErrors.UnreadableColumn(Name, name);
            }

            if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
            {
                throw CsvErrors.SpacedColumn(Name, name);
            }

            if (!seen.Add(name))
            {
                throw CsvErrors.DuplicateColumn(Name, name);
            }
        }

        return names!;
    }

    private bool Read(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException tooLong)
        {
            // What else can be wrong with quotes goes to OnMalformedRecord.
            throw CsvErrors.TooLong(Name, tooLong.LineNumber);
        }
    }

    private string?[] Fields(CsvReader reader)
    {
        string?[] fields = new string?[reader.FieldCount];
        for (int i = 0; i < fields.Length; i++)
        {
            ReadOnlySpan<byte> bytes = reader.GetSpan(i);
            if (!bytes.IsEmpty)
            {
                fields[i] = Text(bytes, reader.LineNumber);
            }
            else if (!reader.GetRawSpan(i).IsEmpty)
            {
                fields[i] = "";
            }
        }

        return fields;
    }

    private string Text(ReadOnlySpan<byte> bytes, long line)
    {
        if (bytes.Contains((byte)0))
        {
            throw CsvErrors.Zero(Name, line);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw CsvErrors.NotUtf8(Name, line);
        }
    }
}
