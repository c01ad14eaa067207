using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>Rows that come one by one.</summary>
public class ViewEvaluatorTests
{
    private static readonly DataPolicy People = Policy(
        "id integer, email text, age integer, note text, born date",
        Where("age > 17"),
        Keep("born", (null, [])),
        For("email", Transform(new IdentityTransform(), "admin"), Transform(new RegexpTransform { Regexp = "^.*(@.*)$", Replacement = "*$1" })),
        For("note", new SqlStatementTransform { Statement = "case when id > 5 then note end" }));

    [Fact]
    public void Only_what_is_computed_with_is_needed()
    {
        ViewEvaluator view = People.Evaluator().View(0, Audience.EveryoneElse);
        Assert.Equal([true, true, true, true, false], view.Needs);
        Assert.Equal([true, false, true, false, true], view.Columns.Select(column => column.IsShownAsIs));
        view = People.Evaluator().View(0, Audience.Of("admin"));
        Assert.Equal([true, false, true, true, false], view.Needs);
        Assert.Equal([true, true, true, false, true], view.Columns.Select(column => column.IsShownAsIs));
        Assert.Equal("public.people_view", view.Target.ToString());
    }

    [Fact]
    public void Aggregates_need_their_field_and_their_partitions()
    {
        AggregationTransform sum = new() { Aggregation = AggregationKind.Sum, PartitionBy = [Field("b"), Field("c")] };
        ViewEvaluator view = Policy("a integer, b text, c text, d text", For("a", sum), For("b", new NullifyTransform())).Evaluator().View(0, Audience.EveryoneElse);
        Assert.Equal([true, true, true, false], view.Needs);
    }

    [Fact]
    public void What_is_shown_as_it_is_is_what_stood_there_whatever_it_is()
    {
        ViewEvaluator view = People.Evaluator().View(0, Audience.EveryoneElse);
        object born = new();
        object?[] shown = new object?[5];
        Assert.True(view.TryShow([7L, "a@b.c", 18L, "n", born], shown));
        Assert.Equal([7L, "*@b.c", 18L, "n"], shown[..4]);
        Assert.Same(born, shown[4]);
        Assert.False(view.TryShow([7L, "a@b.c", 17L, "n", born], shown));
    }

    [Fact]
    public void Rows_are_read_only_as_they_are_asked_for()
    {
        int read = 0;
        IEnumerable<object?[]> Rows()
        {
            while (true)
            {
                yield return [(long)++read, "a@b.c", read % 2 == 0 ? 30L : 3L, null, null];
            }
        }

        Assert.Equal([1L, 3L], People.Evaluator().View(0, Audience.EveryoneElse).ShowAll(Rows()).Take(2).Select(item => item.Index));
        Assert.Equal(4, read);
    }

    [Fact]
    public void Aggregated_rows_keep_their_places_and_are_read_once()
    {
        AggregationTransform most = new() { Aggregation = AggregationKind.Max };
        ViewEvaluator view = Policy("a integer, b integer", Where("b > 0"), For("a", most)).Evaluator().View(0, Audience.EveryoneElse);
        int read = 0;
        IEnumerable<object?[]> rows = Enumerable.Range(0, 4).Select(at =>
        {
            read++;
            return new object?[] { (long)at, (long)(at % 2) };
        });
        Assert.Equal([(1, 3L), (3, 3L)], view.ShowAll(rows).Select(item => (item.Index, (long)item.Shown[0]!)));
        Assert.Equal(4, read);
    }

    [Fact]
    public void An_error_names_the_column_and_the_row_where_all_are_given_at_once()
    {
        ViewEvaluator view = Policy("a integer", For("a", new SqlStatementTransform { Statement = "a + 1" })).Evaluator().View(0, Audience.EveryoneElse);
        object?[] shown = new object?[1];
        Assert.True(view.TryShow([1L], shown));
        PaceException error = Assert.Throws<PaceException>(() => view.TryShow([2147483647L], shown));
        Assert.Equal("Column 'a' of 'public.people_view': a computed value is outside the range of integer.", error.Message);
        error = Assert.Throws<PaceException>(() => view.ShowAll([[1L], [2147483647L]]).ToList());
        Assert.StartsWith("Row 2, column 'a' of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_only_shown_costs_no_memory()
    {
        ViewEvaluator view = Policy("a integer, b text", Where("a > 1 and b <> 'x'"), For("b", new FixedTransform { Value = "y" })).Evaluator().View(0, Audience.EveryoneElse);
        object?[] row = [2L, "z"];
        object?[] shown = new object?[2];
        Assert.True(view.TryShow(row, shown));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 0; at < 1000; at++)
        {
            view.TryShow(row, shown);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
