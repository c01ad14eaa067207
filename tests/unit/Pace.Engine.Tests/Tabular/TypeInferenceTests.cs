using System.Globalization;
using System.Numerics;
using FsCheck.Fluent;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Tabular;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Tabular;

public class TypeInferenceTests
{
    /// <summary>A type, and the texts of a column that has it.</summary>
    public static TheoryData<string, string[]> Columns => new()
    {
        { "integer", ["1", "-2147483648", "2147483647", "0"] },
        { "bigint", ["1", "2147483648"] },
        { "bigint", ["-9223372036854775808", "9223372036854775807"] },
        { "numeric(19,0)", ["9223372036854775808"] },
        { "numeric(28,0)", ["9999999999999999999999999999"] },
        { "text", ["99999999999999999999999999999"] },
        { "numeric(4,2)", ["1.5", "-12.25", "3"] },
        { "numeric(3,2)", ["0.05"] },
        { "numeric(2,1)", ["0.0"] },
        { "numeric(28,10)", ["123456789012345678.0123456789"] },
        { "text", ["1234567890123456789.0123456789"] },
        { "double precision", ["1e3", "2.5E-7", "-1e+300"] },
        { "double precision", ["1e3", "2.5", "7"] },
        { "text", ["1e3", "9007199254740993"] },
        { "text", ["1e400"] },
        { "text", ["1e-400"] },
        { "text", ["1.00000000000000000001e0"] },
        { "boolean", ["true", "False", "TRUE"] },
        { "text", ["yes", "no"] },
        { "integer", ["1", "0"] },
        { "text", ["true", "1"] },
        { "date", ["2024-02-29", "0001-01-01", "9999-12-31"] },
        { "text", ["2023-02-29"] },
        { "text", ["31.12.2024"] },
        { "text", ["2024-1-1"] },
        { "text", ["2024-13-01"] },
        { "timestamp", ["2024-02-29T10:00", "2024-02-29 10:00:00.123456"] },
        { "text", ["2024-02-29T10:00:00.1234567"] },
        { "text", ["2024-02-29T24:00:00"] },
        { "timestamptz", ["2024-02-29T10:00:00Z", "2024-02-29 10:00:00.5+02:00", "2024-02-29 10:00:00-03"] },
        { "text", ["0001-01-01T00:00:00+02:00"] },
        { "text", ["9999-12-31T23:59:59-02:00"] },
        { "timestamptz", ["9999-12-31T23:59:59+02:00"] },
        { "text", ["2024-02-29T10:00:00Z", "2024-02-29T10:00:00"] },
        { "text", ["2024-02-29", "2024-02-29T10:00:00"] },
        { "text", ["01234", "99999"] },
        { "text", ["+4912345"] },
        { "text", ["-0"] },
        { "text", ["-0.00"] },
        { "text", ["1."] },
        { "text", [".5"] },
        { "text", [" 1"] },
        { "text", ["1 "] },
        { "text", ["1,5"] },
        { "text", ["1_000"] },
        { "text", ["0x10"] },
        { "text", ["NaN"] },
        { "text", ["Infinity"] },
        { "text", ["١٢"] },
        { "text", ["-"] },
        { "text", ["1e"] },
        { "text", ["1e+"] },
        { "text", ["1", "n/a"] },
        { "text", [] },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_column_has_the_narrowest_type_that_holds_all_its_texts(string type, string[] texts)
    {
        TableColumn column = Column(texts);

        Assert.Equal(type, column.Type);
        // Of no values nothing is known.
        Assert.Equal(texts.Length == 0, column.Nullable);
    }

    [Fact]
    public void A_null_makes_a_column_nullable_and_changes_nothing_of_its_type()
    {
        TableColumn column = Column(["1", null, "2", null]);

        Assert.Equal(("integer", true, 2), (column.Type, column.Nullable, column.Nulls));
    }

    [Fact]
    public void Empty_text_is_null_in_a_column_of_anything_but_texts()
    {
        TableColumn number = Column(["1", "", null]);
        TableColumn text = Column(["x", "", null]);

        Assert.Equal(("integer", true, 2), (number.Type, number.Nullable, number.Nulls));
        Assert.Equal(("text", true, 1), (text.Type, text.Nullable, text.Nulls));
        Assert.Equal(("text", false, 0), (Column([""]).Type, Column([""]).Nullable, Column([""]).Nulls));
    }

    [Fact]
    public void A_column_of_nothing_but_null_is_text() => Assert.Equal(("text", true), (Column([null, null]).Type, Column([null, null]).Nullable));

    [Theory]
    [InlineData("leading zeros", "01234", "99999")]
    [InlineData("line 3 is only text", "1", "n/a", "2")]
    [InlineData("more digits than a number keeps", "1e3", "9007199254740993")]
    [InlineData("lines 2 and 3 differ in kind", "2024-02-29", "2024-02-29T10:00:00")]
    public void A_column_that_is_text_for_a_reason_tells_it_and_no_value(string reason, params string[] texts)
    {
        string? note = Column(texts).Note;

        Assert.Contains(reason, note, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.DoesNotContain(text, note, StringComparison.Ordinal));
    }

    [Fact]
    public void Plain_text_needs_no_reason() => Assert.Null(Column(["Ada", "Ben"]).Note);

    [Fact]
    public void Whatever_type_is_found_its_values_say_what_the_texts_said() => Property.Holds(Texts(), texts =>
    {
        SqlType type = Column(texts).SqlType;
        foreach (string text in texts.Where(text => type.IsText || text.Length > 0))
        {
            Assert.True(CanonicalValue.TryRead(type, text, out object? value, out string? problem), $"'{text}' as {type}: {problem}");
            Assert.True(Says(value!, text), $"'{text}' became {value} as {type}.");
        }
    }, count: 3000);

    [Fact]
    public void The_order_of_the_rows_does_not_matter() => Property.Holds(Texts(), texts =>
        Assert.Equal(Column(texts).SqlType, Column([.. texts.Reverse()]).SqlType), count: 500);

    // Texts that look alike, and now and then one that does not fit.
    private static FsCheck.Gen<string[]> Texts()
    {
        FsCheck.Gen<string> digits = Gen.Choose(1, 30).SelectMany(length => Gen.ArrayOf(Gen.Elements('0', '1', '5', '9'), length)).Select(chars => new string(chars));
        FsCheck.Gen<string> integer = Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)), digits,
            from sign in Gen.Elements("", "-", "+") from some in digits select sign + some);
        FsCheck.Gen<string> number = from whole in integer from fraction in digits select $"{whole}.{fraction}";
        FsCheck.Gen<string> exponent =
            from mantissa in Gen.OneOf(integer, number)
            from power in Gen.Choose(-330, 330)
            from letter in Gen.Elements("e", "E", "e+")
            select $"{mantissa}{letter}{power}";
        FsCheck.Gen<string> date =
            from year in Gen.Elements(1, 4, 1900, 2000, 2024, 9999)
            from month in Gen.Choose(0, 13)
            from day in Gen.Choose(0, 31)
            select $"{year:0000}-{month:00}-{day:00}";
        FsCheck.Gen<string> time =
            from day in date
            from gap in Gen.Elements("T", " ", "t")
            from hour in Gen.Choose(0, 24)
            from rest in Gen.Elements(":30", ":00:00", ":59:59.9", ":00:00.123456", ":00:00.1234567", ":60")
            select $"{day}{gap}{hour:00}{rest}";
        FsCheck.Gen<string> instant = from local in time from zone in Gen.Elements("Z", "+00", "+02:00", "-11:30", "+1400", "+15:00", "z") select local + zone;
        FsCheck.Gen<string> other = Gen.Elements("true", "False", "yes", "", " ", "x", "é", "-", ".", "1e", "NaN", "0", "1", "-0", "007");
        FsCheck.Gen<string>[] families = [integer, number, exponent, date, time, instant, other];
        return from family in Gen.Elements(families)
               from second in Gen.Elements(families)
               from most in Gen.ArrayOf(family)
               from few in Gen.ArrayOf(second, 1)
               from mixed in Gen.Elements(true, false)
               select mixed ? [.. most, .. few] : most;
    }

    private static bool Says(object value, string text) => value switch
    {
        string same => same == text,
        bool truth => string.Equals(truth.ToString(), text, StringComparison.OrdinalIgnoreCase),
        long number => number.ToString(CultureInfo.InvariantCulture) == text,
        double number => Exact(number.ToString("R", CultureInfo.InvariantCulture)) == Exact(text),
        Numeric number => Exact(number.ToString()) == Exact(text),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == text,
        DateTime time => time == DateTime.Parse(text, CultureInfo.InvariantCulture),
        DateTimeOffset time => time == DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        _ => false,
    };

    // A number as an integer times a power of ten, the integer without zeros at its end.
    private static (BigInteger Digits, int Power) Exact(string text)
    {
        string[] parts = text.Split('e', 'E');
        int power = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        string[] mantissa = parts[0].Split('.');
        BigInteger digits = BigInteger.Parse(string.Concat(mantissa), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        power -= mantissa.Length > 1 ? mantissa[1].Length : 0;
        while (!digits.IsZero && digits % 10 == 0)
        {
            (digits, power) = (digits / 10, power + 1);
        }

        return digits.IsZero ? (0, 0) : (digits, power);
    }

    private static TableColumn Column(IReadOnlyList<string?> texts)
    {
        // A second column, so that an empty line is not NULL by itself.
        using TemporaryFile file = new("a,b\n" + string.Concat(texts.Select(text => (text is null ? "" : $"\"{text}\"") + ",x\n")));
        using TableSource source = TableSource.OpenCsv(file.Path);
        return source.Infer([], CancellationToken.None).Columns[0];
    }
}
