using System.Text;
using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Tabular;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Tabular;

public class CsvTableTests
{
    [Fact]
    public void The_first_line_names_the_columns_and_the_others_are_rows()
    {
        SampleTable table = Read("id,name\r\n1,Ada\r\n2,Ben\r\n");

        Assert.Equal(["id", "name"], table.Columns);
        Assert.Equal([["1", "Ada"], ["2", "Ben"]], table.Rows);
    }

    [Fact]
    public void An_empty_field_is_null_and_empty_quotes_are_empty_text() =>
        Assert.Equal([[null, ""], ["", null]], Read("a,b\n,\"\"\n\"\",\n").Rows);

    [Fact]
    public void Quoted_fields_hold_delimiters_quotes_and_line_breaks() =>
        Assert.Equal([["x, y", "say \"hi\"\r\nand go"]], Read("a,b\n\"x, y\",\"say \"\"hi\"\"\r\nand go\"\n").Rows);

    [Theory]
    [InlineData("a,b\n1,2")]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("a,b\n1,2\n\n\r\n")]
    public void Lines_end_as_any_system_ends_them_and_empty_ones_at_the_end_are_none(string text) =>
        Assert.Equal([["1", "2"]], Read(text).Rows);

    [Fact]
    public void In_a_table_of_one_column_an_empty_line_is_null() =>
        Assert.Equal([["1"], [null], ["2"], [null]], Read("a\n1\n\n2\n\n").Rows);

    [Fact]
    public void Spaces_belong_to_the_values() => Assert.Equal([[" 1 ", "\t2"]], Read("a,b\n 1 ,\t2\n").Rows);

    [Theory]
    [InlineData("a,b\n1;x,2\n", "1;x", "2")]
    [InlineData("a;b\n1,5;2\n", "1,5", "2")]
    [InlineData("a\tb\n1,5\t2;\n", "1,5", "2;")]
    [InlineData("\"a\";\"b\"\n1;2\n", "1", "2")]
    public void The_delimiter_is_the_only_one_that_the_header_allows(string text, string first, string second) =>
        Assert.Equal([[first, second]], Read(text).Rows);

    [Theory]
    [InlineData("\"a;x\",b\n1,2\n", "a;x")]
    [InlineData("\"a, x\";b\n1;2\n", "a, x")]
    public void A_delimiter_within_quotes_is_none(string text, string column) => Assert.Equal([column, "b"], Read(text).Columns);

    [Fact]
    public void Where_the_header_allows_two_delimiters_one_must_be_named()
    {
        PaceException error = Assert.Throws<PaceException>(() => Read("a,b;c\n1,2;3\n"));
        Assert.Contains("commas or by semicolons", error.Message, StringComparison.Ordinal);

        Assert.Equal([["1,2", "3"]], Read("a,b;c\n1,2;3\n", new CsvOptions { Delimiter = ';' }).Rows);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('\0')]
    [InlineData('é')]
    public void What_cannot_stand_between_fields_is_no_delimiter(char delimiter) =>
        Assert.Throws<ArgumentException>(() => new CsvOptions { Delimiter = delimiter });

    public static TheoryData<string, string> Encodings => new()
    {
        { "utf-8", "a,b\nä,😀\n" }, { "utf-16", "a,b\nä,😀\n" }, { "utf-16BE", "a,b\nä,😀\n" }, { "utf-32", "a,b\nä,😀\n" }, { "utf-32BE", "\"a\",b\nä,😀\n" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_byte_order_mark_says_the_encoding(string encoding, string text)
    {
        using TemporaryFile file = new(text, Encoding.GetEncoding(encoding));
        // Whatever was said otherwise.
        SampleTable table = CsvTable.ReadSample(file.Path, new CsvOptions { Encoding = Encoding.Latin1 });

        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal([["ä", "😀"]], table.Rows);
    }

    [Fact]
    public void Without_a_byte_order_mark_the_encoding_is_the_one_given()
    {
        using TemporaryFile file = new(Encoding.Latin1.GetBytes("a\nä\n"));
        Assert.Equal([["ä"]], CsvTable.ReadSample(file.Path, new CsvOptions { Encoding = Encoding.Latin1 }).Rows);
    }

    /// <summary>What is wrong, in which line, and a word that says what.</summary>
    public static TheoryData<string, int, string> Wrong => new()
    {
        { "", 1, "empty" },
        { "\n1\n", 1, "empty" },
        { "a,,c\n", 1, "column 2 has no name" },
        { "a,\n", 1, "column 2 has no name" },
        { "a,\"\"\n", 1, "column 2 has no name" },
        { "id,name,ID\n", 1, "two columns are called 'ID'" },
        { "a, b\n", 1, "' b' begins or ends with a space" },
        { "a,\"b\nc\"\n", 1, "line break" },
        { "a,b\n1,2\n3\n", 3, "1 field where the first line names 2 columns" },
        { "a,b\n1,2,\n", 2, "3 fields where the first line names 2 columns" },
        { "a,b\n\"x\ny\",2\n3,4,5\n", 4, "3 fields" },
        { "a,b\n1,2\n\n\n3,4\n", 3, "empty" },
        { "a,b\n1,2\n3,\"x\n4,5\n", 3, "does not end" },
        { "a,\"b\n1,2\n", 1, "does not end" },
        { "a,b\n1,x\"y\n", 2, "within a field" },
        { "a,b\n1, \"y\"\n", 2, "within a field" },
        { "a,b\n1,\"x\"y\n", 2, "closing quote" },
        { "a,b\n1,\"x\" \n", 2, "closing quote" },
        { "a,b\n1,\0\n", 2, "zero character" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_table_is_told_with_file_and_line(string text, int line, string what)
    {
        PaceException error = Assert.Throws<PaceException>(() => Read(text, new CsvOptions { DisplayName = "people.csv", Delimiter = ',' }));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.StartsWith($"people.csv({line}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_told_with_its_line_and_never_replaced()
    {
        using TemporaryFile file = new([.. "a,b\n1,2\n3,"u8, 0xe4, .. "\n"u8]);
        PaceException error = Assert.Throws<PaceException>(() => CsvTable.ReadSample(file.Path));

        Assert.StartsWith($"{file.Path}(3): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_of_UTF_16_is_an_error_and_never_replaced()
    {
        using TemporaryFile file = new([0xff, 0xfe, .. Encoding.Unicode.GetBytes("a\n1\n"), 0x3d, 0xd8, 0x0a, 0x00]);
        Assert.Equal(PaceErrorKind.DataInvalid, Assert.Throws<PaceException>(() => CsvTable.ReadSample(file.Path)).Kind);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_as_that() =>
        Assert.Throws<FileNotFoundException>(() => CsvTable.ReadSample(Fixture.PathOf("nowhere.csv")));

    [Fact]
    public void Every_table_that_is_written_by_the_rules_is_read_as_it_was() => Property.Holds(Tables(), table =>
    {
        using TemporaryFile file = new(table.Text, table.Encoding);
        SampleTable read = CsvTable.ReadSample(file.Path, new CsvOptions { Delimiter = table.Delimiter });

        Assert.Equal(table.Columns, read.Columns);
        Assert.Equal(table.Rows, read.Rows);
    }, count: 500);

    private sealed record Written(string Text, Encoding Encoding, char Delimiter, string[] Columns, string?[][] Rows);

    private static FsCheck.Gen<Written> Tables() =>
        from columns in Gen.Choose(1, 4)
        from rows in Gen.ArrayOf(Gen.ArrayOf(Field(), columns))
        from quoteAll in Gen.Elements(true, false)
        from end in Gen.Elements("\n", "\r\n", "\r")
        from delimiter in Gen.Elements(',', ';', '\t', '|')
        from encoding in Gen.Elements<Encoding>(new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode)
        let names = Enumerable.Range(1, columns).Select(i => $"c{i}").ToArray()
        let lines = rows.Prepend(names).Select(row => string.Join(delimiter, row.Select(value => Quoted(value, delimiter, quoteAll))) + end)
        select new Written(string.Concat(lines), encoding, delimiter, names, rows);

    private static FsCheck.Gen<string?> Field() => Gen.OneOf(
        Gen.Constant<string?>(null),
        Gen.ArrayOf(Gen.Elements("a", "\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", " ", "é", "😀", "\u2028", "\ufeff", "0")).Select(string? (parts) => string.Concat(parts)));

    private static string Quoted(string? value, char delimiter, bool always) => value switch
    {
        null => "",
        _ when always || value.Length == 0 || value.AsSpan().IndexOfAny("\"\r\n") >= 0 || value.Contains(delimiter, StringComparison.Ordinal) =>
            $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value,
    };

    private static SampleTable Read(string text, CsvOptions? options = null)
    {
        using TemporaryFile file = new(text);
        return CsvTable.ReadSample(file.Path, options);
    }
}
