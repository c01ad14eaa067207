using Pace.Engine.Diagnostics;
using Pace.Engine.Tabular;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Tabular;

/// <summary>What looks at the whole process's memory runs alone.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Fact]
    public void A_quote_that_is_never_closed_does_not_fill_the_memory()
    {
        using TemporaryFile file = new("a,b\n1,\"" + new string('x', 100_000_000));
        long before = GC.GetTotalAllocatedBytes();
        PaceException error = Assert.Throws<PaceException>(() => CsvTable.ReadSample(file.Path));

        Assert.StartsWith($"{file.Path}(2): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not end", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 120_000_000);
    }

    [Fact]
    public void A_record_that_is_too_long_is_not_said_to_have_a_quote()
    {
        using TemporaryFile file = new("a,b\n1,2\n3," + new string('x', 17 * 1024 * 1024) + "\n4,5\n");
        PaceException error = Assert.Throws<PaceException>(() => CsvTable.ReadSample(file.Path));

        Assert.StartsWith($"{file.Path}(3): the record that begins here is longer than 16 MiB, or", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_come_through_a_pipeline_take_little_memory()
    {
        using ObjectSource source = new();
        string text = new('x', 1000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 50_000; i++)
        {
            source.Add([KeyValuePair.Create<string, object?>("a", i), KeyValuePair.Create<string, object?>("b", text)]);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 10_000_000);
        Assert.Equal(50_000, source.Rows().Count());
    }

    [Fact]
    public void The_types_of_a_file_are_found_in_little_memory()
    {
        using TemporaryFile file = new("a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},{new string('x', 100)}\n")));
        using TableSource source = TableSource.OpenCsv(file.Path);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TypedTable table = source.Infer([], CancellationToken.None);

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1_000_000);
        Assert.Equal(200_000, table.Count);
    }
}
