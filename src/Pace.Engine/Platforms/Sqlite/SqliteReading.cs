using System.Text.Unicode;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// What <c>pace_integer(column, 'its name')</c> and its like do: the value of a type that stands in a column, as the
/// other functions take it. The usual values are passed on as they are.
/// </summary>
internal static class SqliteReading
{
    private static readonly HashSet<string> Names =
        [.. Enum.GetValues<SqlTypeKind>().Where(kind => SqliteFunction.NameOf(kind) is not null).Select(SqliteFunction.Read)];

    /// <summary>Whether a function is one of these, so that its second argument is a column's name.</summary>
    public static bool IsReading(string function) => Names.Contains(function);

    /// <summary>Reads the first argument.</summary>
    /// <exception cref="ValueException">It is no value of the type.</exception>
    public static void Read(in SqliteCall call, SqlType type)
    {
        int kind = call.Kind(0);
        if (kind == raw.SQLITE_NULL)
        {
            call.ReturnNull();
        }
        else if (kind == raw.SQLITE_INTEGER && type.IsInteger)
        {
            call.Return(IntegerMath.Check(type.Kind, call.Integer(0)));
        }
        else if (kind == raw.SQLITE_TEXT && type.Kind == SqlTypeKind.Text)
        {
            ReadOnlySpan<byte> text = call.Utf8(0);
            call.Return(text.Contains((byte)0) ? throw new ValueException("holds a NUL character")
                : Utf8.IsValid(text) ? text
                : throw new ValueException("holds bytes that are no UTF-8"));
        }
        else if (kind == raw.SQLITE_TEXT && type.Kind == SqlTypeKind.Numeric && IsPlain(call.Utf8(0)))
        {
            call.Return(call.Utf8(0));
        }
        else
        {
            call.Return(SqliteCell.TryRead(type, call.Cell(0), out object? canonical, out string? problem)
                ? canonical
                : throw new ValueException(problem!));
        }
    }

    // Whether a numeric is written as it is always written.
    private static bool IsPlain(ReadOnlySpan<byte> digits)
    {
        const int Most = 1000;
        ReadOnlySpan<byte> rest = digits is [(byte)'-', ..] ? digits[1..] : digits;
        int point = rest.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? rest : rest[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : rest[(point + 1)..];
        bool isZero = digits.Length > rest.Length && !digits.ContainsAnyInRange((byte)'1', (byte)'9');
        return digits.Length <= Most && whole is [not (byte)'0', ..] or [(byte)'0'] && (point < 0 || fraction.Length > 0) && !isZero
            && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') && !fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
