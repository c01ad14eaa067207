using System.Text;
using Pace.Engine.Evaluation.Values;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>One call of a function by SQLite: its arguments, and where its result goes.</summary>
internal readonly struct SqliteCall(sqlite3_context context, sqlite3_value[] arguments)
{
    private const int OnStack = 128;

    public int Count => arguments.Length;

    /// <summary>An argument's kind, one of SQLite's constants.</summary>
    public int Kind(int at) => raw.sqlite3_value_type(arguments[at]);

    public bool IsNull(int at) => Kind(at) == raw.SQLITE_NULL;

    public bool AnyNull()
    {
        for (int at = 0; at < arguments.Length; at++)
        {
            if (IsNull(at))
            {
                return true;
            }
        }

        return false;
    }

    public long Integer(int at) => raw.sqlite3_value_int64(arguments[at]);

    public double Floating(int at) => raw.sqlite3_value_double(arguments[at]);

    /// <summary>A text's bytes in UTF-8, those behind a NUL too. Good until the call is over.</summary>
    public ReadOnlySpan<byte> Utf8(int at)
    {
        // Asked for first, so that SQLite makes UTF-8 of what is kept otherwise.
        _ = raw.sqlite3_value_text(arguments[at]);
        return raw.sqlite3_value_blob(arguments[at]);
    }

    public string Text(int at) => Encoding.UTF8.GetString(Utf8(at));

    /// <summary>A numeric, which is the text of its digits here.</summary>
    public Numeric Number(int at)
    {
        ReadOnlySpan<byte> digits = Utf8(at);
        Span<char> text = digits.Length <= OnStack ? stackalloc char[OnStack] : new char[digits.Length];
        return Numeric.Parse(text[..Encoding.Latin1.GetChars(digits, text)]);
    }

    /// <summary>A number of any type as it is computed with.</summary>
    public object AnyNumber(int at)
    {
        int kind = Kind(at);
        return kind == raw.SQLITE_INTEGER ? Integer(at) : kind == raw.SQLITE_FLOAT ? Floating(at) : Number(at);
    }

    /// <summary>What stands in a cell, as the driver would give it.</summary>
    public object? Cell(int at)
    {
        int kind = Kind(at);
        return kind == raw.SQLITE_INTEGER ? Integer(at)
            : kind == raw.SQLITE_FLOAT ? Floating(at)
            : kind == raw.SQLITE_TEXT ? Text(at)
            : kind == raw.SQLITE_BLOB ? raw.sqlite3_value_blob(arguments[at]).ToArray()
            : null;
    }

    public void Return(long value) => raw.sqlite3_result_int64(context, value);

    public void Return(bool value) => raw.sqlite3_result_int(context, value ? 1 : 0);

    public void Return(double value) => raw.sqlite3_result_double(context, value);

    public void Return(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            // An empty span has no address, which SQLite takes for NULL.
            raw.sqlite3_result_text(context, "");
        }
        else
        {
            raw.sqlite3_result_text(context, text);
        }
    }

    public void ReturnNull() => raw.sqlite3_result_null(context);

    /// <summary>A canonical value, or null.</summary>
    public void Return(object? value)
    {
        switch (SqliteCell.Store(value))
        {
            case null:
                ReturnNull();
                break;
            case long integer:
                Return(integer);
                break;
            case double floating:
                Return(floating);
                break;
            case string text:
                Return(text);
                break;
            case var other:
                throw new InvalidOperationException($"{other.GetType()} is no value that a function gives.");
        }
    }

    public void Return(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= OnStack * 4 ? stackalloc byte[OnStack * 4] : new byte[most];
        Return((ReadOnlySpan<byte>)bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
