using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Tabular;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Tabular;

public class TypedTableTests
{
    [Fact]
    public void Rows_are_values_of_the_columns_types()
    {
        using TemporaryFile file = new("id,name,born\n1,Ada,2001-02-03\n2,,\n");
        using TableSource source = TableSource.OpenCsv(file.Path);
        TypedTable table = source.Infer([], CancellationToken.None);

        Assert.Equal(2, table.Count);
        Assert.Equal([[1L, "Ada", new DateOnly(2001, 2, 3)], [2L, null, null]], table.Rows());
    }

    [Fact]
    public void Empty_text_is_null_but_in_a_column_of_texts()
    {
        using TemporaryFile file = new("id,name\n1,\"\"\n\"\",Ben\n,\n");
        using TableSource source = TableSource.OpenCsv(file.Path);

        Assert.Equal([[1L, ""], [null, "Ben"], [null, null]], source.Infer([], CancellationToken.None).Rows());
    }

    [Fact]
    public void A_file_is_read_as_often_as_wanted()
    {
        using TemporaryFile file = new("a\n1\n2\n");
        using TableSource source = TableSource.OpenCsv(file.Path);
        TypedTable table = source.Infer([], CancellationToken.None);

        Assert.Equal(2, table.Rows().Count());
        Assert.Equal(2, table.Rows().Count());
        Assert.Equal(1, source.Progress);
    }

    [Fact]
    public void A_declared_type_wins_over_the_one_that_the_values_have()
    {
        using TemporaryFile file = new("Zip,amount\n12345,1\n54321,2.5\n");
        TypedTable table = Infer(file, ("zip", "text"), ("amount", "numeric(10,2) not null"));

        Assert.Equal(["text", "numeric(10,2)"], table.Columns.Select(column => column.Type));
        Assert.Equal("12345", table.Rows().First()[0]);
    }

    [Fact]
    public void A_column_can_be_declared_to_take_null_though_none_is_there()
    {
        using TemporaryFile file = new("a,b\n1,2\n");
        Assert.Equal([true, false], Infer(file, ("a", "integer null")).Columns.Select(column => column.Nullable));
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"x\ny\",3\n", "integer", 3)]
    [InlineData("a,b\n1,2\n\"\",3\n", "integer not null", 3)]
    [InlineData("a,b\n1,2\n\n", "date", 2)]
    [InlineData("a,b\n1,2\n70000,2\n", "smallint", 3)]
    [InlineData("a,b\n1,2\n,3\n", "integer not null", 3)]
    [InlineData("a,b\n12345,2\n", "varchar(4)", 2)]
    public void A_value_that_is_not_of_a_declared_type_is_told_with_line_and_column_and_not_shown(string text, string type, int line)
    {
        using TemporaryFile file = new(text);
        TypedTable table = Infer(file, ("a", type));
        PaceException error = Assert.Throws<PaceException>(() => table.Rows().Count());

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.StartsWith($"{file.Path}({line}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("column 'a'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Theory]
    [InlineData("nmae", "text", "did you mean 'name'?")]
    [InlineData("name", "txt", "did you mean 'text'?")]
    [InlineData("name", "uuid", "'uuid'")]
    [InlineData("name", "integer[]", "'integer[]'")]
    [InlineData("name", "", "''")]
    [InlineData("name", "not null", "'not null'")]
    [InlineData("name", "text; drop table x", "'text; drop table x'")]
    public void An_unknown_column_or_type_is_told_with_the_nearest(string column, string type, string part)
    {
        using TemporaryFile file = new("name\nAda\n");
        PaceException error = Assert.Throws<PaceException>(() => Infer(file, (column, type)));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_there_declares_the_columns_that_both_have()
    {
        DataPolicy blueprint = new()
        {
            Source = new PolicySource
            {
                Fields =
                [
                    new Field { NameParts = ["ID"], Type = "bigint", Required = true },
                    new Field { NameParts = ["name"], Type = "varchar(20)" },
                    new Field { NameParts = ["other"], Type = "text" },
                    new Field { NameParts = ["picture"], Type = "bytea" },
                ],
            },
        };

        Assert.Equal(
            [new ColumnDeclaration("ID", SqlType.Of(SqlTypeKind.BigInt), false), new ColumnDeclaration("name", new SqlType(SqlTypeKind.VarChar, [], [20]), true)],
            ColumnDeclaration.Of(blueprint, ["id", "name", "picture"]));
    }

    private static TypedTable Infer(TemporaryFile file, params (string Column, string Type)[] declared) =>
        TableSource.OpenCsv(file.Path).Infer([.. declared.Select(column => ColumnDeclaration.Parse(column.Column, column.Type))], CancellationToken.None);
}
