using System.Numerics;
using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Tabular;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Tabular;

public class ObjectSourceTests
{
    /// <summary>A type, and the values of a column that has it, beside a column that is no text.</summary>
    public static TheoryData<string, object?[]> Columns => new()
    {
        { "integer", [1, (short)2, (byte)3, 4L] },
        { "bigint", [uint.MaxValue] },
        { "bigint", [long.MinValue] },
        { "numeric(20,0)", [ulong.MaxValue] },
        { "numeric(3,2)", [1.50m] },
        { "numeric(1,0)", [5m] },
        { "numeric(3,1)", [12, 0.5m] },
        { "numeric(22,0)", [BigInteger.Pow(10, 21)] },
        { "double precision", [1.5, 2f] },
        { "double precision", [1, 2.5] },
        { "boolean", [true, false, null] },
        { "text", ["01", "2", DayOfWeek.Monday, 'c'] },
        { "text", ["1", "2"] },
        { "text", [Guid.Empty] },
        { "date", [new DateOnly(2024, 2, 29)] },
        { "timestamp", [new DateTime(2024, 2, 29, 1, 2, 3)] },
        { "timestamptz", [new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Local), DateTimeOffset.UnixEpoch] },
        { "integer", [1, "", null] },
        { "text", [null, DBNull.Value] },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void The_values_types_are_the_columns_types(string type, object?[] values)
    {
        TableColumn column = Infer([.. values.Select(value => Row(("a", value), ("typed", 1)))]).Columns[0];

        Assert.Equal(type, column.Type);
        Assert.Equal(values.Any(value => value is null or DBNull), column.Nullable);
    }

    [Fact]
    public void Where_everything_is_text_the_texts_tell_the_types()
    {
        TypedTable table = Infer(Row(("id", "1"), ("zip", "01234")), Row(("id", "2"), ("zip", "99999")));

        Assert.Equal(["integer", "text"], table.Columns.Select(column => column.Type));
    }

    [Fact]
    public void Text_that_was_given_as_text_needs_no_reason() => Assert.Null(Infer(Row(("a", "x"), ("b", 1))).Columns[0].Note);

    [Fact]
    public void A_property_that_an_object_does_not_have_is_null()
    {
        TypedTable table = Infer(Row(("a", 1)), Row(("B", 2)), Row(("b", 3), ("A", 4)));

        Assert.Equal(["a", "B"], table.Columns.Select(column => column.Name));
        Assert.Equal([[1L, null], [null, 2L], [4L, 3L]], table.Rows());
        Assert.All(table.Columns, column => Assert.Equal((true, 1), (column.Nullable, column.Nulls)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData("n/a", 1)]
    [InlineData(9007199254740993L, 0.5)]
    public void Values_that_have_no_type_in_common_are_told_with_the_column(object first, object second)
    {
        PaceException error = Assert.Throws<PaceException>(() => Infer(Row(("a", first)), Row(("a", second))));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void They_can_be_declared_to_be_text()
    {
        using ObjectSource source = Source(
            Row(("a", 1)), Row(("a", true)), Row(("a", 1.50m)), Row(("a", new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(4))),
            Row(("a", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(1)))), Row(("a", new DateOnly(2024, 2, 29))));
        TypedTable table = source.Infer([ColumnDeclaration.Parse("a", "text")], CancellationToken.None);

        Assert.Equal(
            ["1", "true", "1.50", "2024-02-29T01:02:03.0000004", "2024-02-29T00:02:03Z", "2024-02-29"], table.Rows().Select(row => row[0]));
    }

    public static TheoryData<object?> Unfit => [new object(), new int[1], TimeSpan.Zero, double.NaN, float.PositiveInfinity, "a\0b", "\ud83d", BigInteger.Pow(10, 40)];

    [Theory]
    [MemberData(nameof(Unfit))]
    public void A_value_that_no_column_holds_is_told_with_number_and_property(object? value)
    {
        using ObjectSource source = Source(Row(("a", 1)));
        PaceException error = Assert.Throws<PaceException>(() => source.Add(Row(("a", value))));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.StartsWith("Object 2: property 'a' ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_property_that_cannot_name_a_column_is_an_error(string name)
    {
        using ObjectSource source = new();
        Assert.Throws<PaceException>(() => source.Add(Row((name, 1))));
    }

    [Fact]
    public void Two_properties_of_one_name_are_an_error()
    {
        using ObjectSource source = new();
        Assert.Throws<PaceException>(() => source.Add(Row(("a", 1), ("A", 2))));
    }

    [Fact]
    public void What_came_once_is_read_as_often_as_wanted_and_as_it_was() => Property.Holds(Rows(), rows =>
    {
        using ObjectSource source = Source([.. rows.Select(row => row.Select((value, i) => KeyValuePair.Create($"c{i}", value)).ToArray())]);
        IEnumerable<object?[]> expected = rows.Select(row => Enumerable.Range(0, source.Columns.Count).Select(i => i < row.Length ? row[i] : null).ToArray());

        Assert.Equal(expected, source.Rows().Select(row => row.Values));
        Assert.Equal(expected, source.Rows().Select(row => row.Values));
    });

    [Fact]
    public void Times_are_kept_to_the_microsecond_as_PostgreSQL_keeps_them()
    {
        TypedTable table = Infer(Row(("a", new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(14))));
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(10), table.Rows().Single()[0]);
    }

    private static FsCheck.Gen<object?[][]> Rows()
    {
        FsCheck.Gen<object?> value = Gen.OneOf(
            Gen.Constant<object?>(null),
            Gen.Elements<object?>("", "é😀\r\n", "x", long.MinValue, 0L, 1.10m, decimal.MinValue, -0.5, double.Epsilon, true, false),
            Gen.Elements<object?>(DateOnly.MaxValue, DateTime.MinValue, new DateTime(2024, 2, 29), DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch));
        return Gen.ArrayOf(Gen.ArrayOf(value));
    }

    private static KeyValuePair<string, object?>[] Row(params (string Name, object? Value)[] properties) =>
        [.. properties.Select(property => KeyValuePair.Create(property.Name, property.Value))];

    private static ObjectSource Source(params KeyValuePair<string, object?>[][] rows)
    {
        ObjectSource source = new();
        foreach (KeyValuePair<string, object?>[] row in rows)
        {
            source.Add(row);
        }

        return source;
    }

    private static TypedTable Infer(params KeyValuePair<string, object?>[][] rows) => Source(rows).Infer([], CancellationToken.None);
}
