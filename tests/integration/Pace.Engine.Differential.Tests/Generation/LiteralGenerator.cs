using System.Globalization;
using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>A field and the values that its rows have.</summary>
/// <param name="Field">The field.</param>
/// <param name="Pool">The values, none of them null.</param>
/// <param name="Tame">Whether they are such as floating-point numbers hold exactly and add without overflow.</param>
public sealed record SourceColumn(CaseField Field, IReadOnlyList<object> Pool, bool Tame);

/// <summary>Literals, mostly of values that the columns have, in the several notations that there are.</summary>
public sealed class LiteralGenerator(Dice dice, ValueGenerator values, IReadOnlyList<SourceColumn> columns)
{
    /// <summary>A literal that may take its type from its neighbour, which is of that type.</summary>
    public Literal Beside(Kind kind)
    {
        object value = AnyValue(kind);
        switch (value)
        {
            case BigInteger or Exact:
                return Number(value);
            case double number:
                // The largest number with 15 digits is above the largest of the type.
                return dice.OneIn(2) || Math.Abs(number) > 1e308
                    ? new Literal(number, Kind.Double, $"'{number.ToString("R", CultureInfo.InvariantCulture)}'")
                    : Number(Exact.OfDouble(number));
            case bool yes:
                return new Literal(yes, Kind.Boolean, yes ? "true" : "false");
            case string text:
                return Text(text);
            default:
                return Day(value, dice.OneIn(5));
        }
    }

    /// <summary>A date or time in quotes, with the type's name before it where that is not to be taken from its neighbour.</summary>
    public Literal Day(object value, bool named = false)
    {
        switch (value)
        {
            case DateOnly day:
                return new Literal(day, Kind.Date, $"{(named ? "date " : "")}'{day:yyyy-MM-dd}'");
            case DateTime time:
                string text = time.ToString(dice.Pick(["yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-ddTHH:mm:ss.FFFFFF"]), CultureInfo.InvariantCulture);
                return new Literal(time, Kind.Timestamp, $"{(named ? "timestamp " : "")}'{text}'");
            default:
                DateTimeOffset instant = (DateTimeOffset)value;
                TimeSpan offset = TimeSpan.FromMinutes(instant.Year is 1 or 9999 ? 0 : dice.Pick([0, 120, -210]));
                text = offset == TimeSpan.Zero && dice.OneIn(2)
                    ? instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "Z"
                    : instant.ToOffset(offset).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
                return new Literal(instant, Kind.Instant, $"{(named ? "timestamptz " : "")}'{text}'");
        }
    }

    /// <summary>A number or a truth value in quotes, which is read as the type that it stands beside.</summary>
    public Literal? Quoted(Kind kind)
    {
        if (kind.IsInteger())
        {
            object integer = values.Value(ColumnType.Of(kind));
            return new Literal(integer, kind, $"'{integer}'");
        }

        string word = dice.Pick(["true", "false", "t", "f", "TRUE", "no", "on", "0"]);
        return kind == Kind.Numeric ? values.Value(ColumnType.Of(kind)) is Exact number ? new Literal(number, kind, $"'{number}'") : null
            : kind == Kind.Boolean ? new Literal(word is "true" or "t" or "TRUE" or "on", kind, $"'{word}'")
            : null;
    }

    /// <summary>A value of a type; most often one that a column has.</summary>
    public object AnyValue(Kind kind)
    {
        List<SourceColumn> own = [.. columns.Where(column => column.Pool.Count > 0 && SameKind(column, kind))];
        object value = own.Count > 0 && !dice.OneIn(4) ? dice.Pick(dice.Pick(own).Pool) : values.Value(ColumnType.Of(kind));
        // Control characters that nobody sees are refused in a policy's SQL.
        return value is string text ? string.Concat(text.Where(character => !char.IsControl(character) || character is '\t' or '\n' or '\r')) : value;
    }

    /// <summary>Whether a column computes as a type: a varchar is text.</summary>
    public static bool SameKind(SourceColumn column, Kind kind) =>
        column.Field.Type.Kind == kind || (column.Field.Type.Kind == Kind.VarChar && kind == Kind.Text);

    /// <summary>A text. A backslash before a quote is refused: a server's setting says whether it is part of the text.</summary>
    public static Literal Text(string text)
    {
        string safe = text.Replace(@"\'", "'", StringComparison.Ordinal);
        safe = safe.EndsWith('\\') ? safe + "z" : safe;
        return new Literal(safe, Kind.Text, SqlText.String(safe));
    }

    /// <summary>NULL, where its neighbours say the type.</summary>
    public static Literal Null(Kind kind) => new(null, kind, "null");

    /// <summary>A number. Digits without a point are the narrowest of integer, bigint and numeric that holds them.</summary>
    public Literal Number(object value)
    {
        if (value is BigInteger integer)
        {
            return Values.Fits(integer, Kind.Integer) ? new Literal(integer, Kind.Integer, integer.ToString(CultureInfo.InvariantCulture))
                : Values.Fits(integer, Kind.BigInt) ? new Literal(integer, Kind.BigInt, integer.ToString(CultureInfo.InvariantCulture))
                : new Literal(Exact.Of(integer), Kind.Numeric, integer.ToString(CultureInfo.InvariantCulture));
        }

        Exact number = (Exact)value;
        string text = number.ToString();
        bool isInteger = number.Scale == 0;
        if (isInteger && Values.Fits(number.Digits, Kind.BigInt))
        {
            text += dice.Pick([".0", ".", "e0", "E+1"]);
        }
        else if (text.StartsWith("0.", StringComparison.Ordinal) && dice.OneIn(4))
        {
            text = text[1..];
        }
        else if (!isInteger && dice.OneIn(10))
        {
            text = number.Digits.ToString(CultureInfo.InvariantCulture) + "e-" + number.Scale.ToString(CultureInfo.InvariantCulture);
        }

        return new Literal(Exact.Parse(text), Kind.Numeric, text);
    }
}
