using System.Globalization;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>
/// Finds the narrowest type that holds every value of a column exactly, in memory that does not grow with the rows.
/// Values that have no type in common are text.
/// </summary>
internal sealed class ColumnInference
{
    // Up to here PostgreSQL, the embedded platform and .NET agree on exact decimals.
    private const int MostDigits = 28;

    private const string LeadingZeros = "leading zeros or signs";

    private readonly Dictionary<Shape, long> _firsts = [];
    private bool _fitsInteger = true;
    private bool _fitsBigInt = true;
    private bool _fitsDouble = true;
    private bool _isDigits = true;
    private int _integerDigits;
    private int _scale;

    /// <summary>What all values are; none where all are NULL.</summary>
    public Shape Shapes { get; private set; }

    /// <summary>How many values were NULL.</summary>
    public long Nulls { get; set; }

    /// <summary>How many were empty text: NULL too, in whatever is no column of texts.</summary>
    public long Empties { get; private set; }

    /// <summary>How many were anything else.</summary>
    public long Values { get; private set; }

    /// <summary>Looks at a text.</summary>
    /// <param name="text">The text; null: NULL.</param>
    /// <param name="place">The line or the number of the row.</param>
    public void Add(string? text, long place)
    {
        if (string.IsNullOrEmpty(text))
        {
            AddNothing(text);
            return;
        }

        TextShape shape = TextShape.Of(text);
        Add(shape.Shape, place);
        switch (shape.Shape)
        {
            case Shape.Text:
                _isDigits &= shape.IsDigits;
                break;
            case Shape.Integer:
                AddNumber(shape.IntegerDigits, 0);
                _fitsInteger = _fitsInteger && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
                _fitsBigInt = _fitsInteger || (_fitsBigInt && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
                _fitsDouble = _fitsDouble && (ExactDouble.IsSafe(shape.IntegerDigits) || ExactDouble.Holds(text));
                break;
            case Shape.Decimal:
                AddNumber(shape.IntegerDigits, shape.Scale);
                _fitsDouble = _fitsDouble && (ExactDouble.IsSafe(shape.IntegerDigits + shape.Scale) || ExactDouble.Holds(text));
                break;
            case Shape.Double:
                _fitsDouble = _fitsDouble && ExactDouble.Holds(text);
                break;
        }
    }

    /// <summary>Looks at a value that has a type already: one of those that <see cref="ObjectValue"/> gives.</summary>
    public void AddTyped(object? value, long place)
    {
        switch (value)
        {
            case null or "":
                AddNothing((string?)value);
                break;
            case long number:
                Add(number.ToString(CultureInfo.InvariantCulture), place);
                break;
            case decimal number:
                AddDecimal(number.ToString(CultureInfo.InvariantCulture), place);
                break;
            default:
                // A text among values that have types was never meant as a number.
                _isDigits = false;
                Add(value switch
                {
                    double => Shape.Double,
                    bool => Shape.Boolean,
                    DateOnly => Shape.Date,
                    DateTime => Shape.Timestamp,
                    DateTimeOffset => Shape.TimestampTz,
                    _ => Shape.Text,
                }, place);
                break;
        }
    }

    private void AddNothing(string? text)
    {
        Nulls += text is null ? 1 : 0;
        Empties += text is null ? 0 : 1;
    }

    private void Add(Shape shape, long place)
    {
        Values++;
        if ((Shapes & shape) == 0)
        {
            Shapes |= shape;
            _firsts.Add(shape, place);
        }
    }

    /// <summary>The type that holds all values; null where there is none but text.</summary>
    public SqlType? CommonType() => Shapes switch
    {
        Shape.Integer when _fitsInteger => SqlType.Of(SqlTypeKind.Integer),
        Shape.Integer when _fitsBigInt => SqlType.Of(SqlTypeKind.BigInt),
        Shape.Integer or Shape.Decimal or (Shape.Integer | Shape.Decimal) when _integerDigits + _scale <= MostDigits =>
            new SqlType(SqlTypeKind.Numeric, [], [_integerDigits + _scale, _scale]),
        Shape.Boolean => SqlType.Of(SqlTypeKind.Boolean),
        Shape.Date => SqlType.Of(SqlTypeKind.Date),
        Shape.Timestamp => SqlType.Of(SqlTypeKind.Timestamp),
        Shape.TimestampTz => SqlType.Of(SqlTypeKind.TimestampTz),
        _ when (Shapes & Shape.Double) != 0 && (Shapes & ~(Shape.Integer | Shape.Decimal | Shape.Double)) == 0 && _fitsDouble =>
            SqlType.Of(SqlTypeKind.Double),
        _ => null,
    };

    /// <summary>Why the type is what it is, where that is not plain; null otherwise. Shows no value.</summary>
    /// <param name="place">How a place is called, such as <c>line</c>.</param>
    public string? Note(string place)
    {
        if (Values == 0)
        {
            return Empties > 0 ? null : Nulls > 0 ? "nothing but NULL" : "no rows";
        }

        if (Shapes == Shape.Text || CommonType() is not null)
        {
            return Shapes == Shape.Text && _isDigits ? LeadingZeros : null;
        }

        if ((Shapes & Shape.Text) != 0)
        {
            bool isCode = _isDigits && (Shapes & ~(Shape.Text | Shape.Integer)) == 0;
            return isCode ? LeadingZeros : string.Create(CultureInfo.InvariantCulture, $"{place} {_firsts[Shape.Text]} is only text");
        }

        return (Shapes & ~(Shape.Integer | Shape.Decimal | Shape.Double)) == 0
            ? "more digits than a number keeps"
            : string.Create(CultureInfo.InvariantCulture, $"{place}s {_firsts.Values.Min()} and {_firsts.Values.Max()} differ in kind");
    }

    // Without digits after the point it is a decimal all the same: that is what it was given as.
    private void AddDecimal(string text, long place)
    {
        Add(Shape.Decimal, place);
        string digits = text.TrimStart('-');
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        AddNumber(point < 0 ? digits.Length : point, point < 0 ? 0 : digits.Length - point - 1);
        _fitsDouble = _fitsDouble && ExactDouble.Holds(text);
    }

    private void AddNumber(int integerDigits, int scale)
    {
        _integerDigits = Math.Max(_integerDigits, integerDigits);
        _scale = Math.Max(_scale, scale);
    }
}
