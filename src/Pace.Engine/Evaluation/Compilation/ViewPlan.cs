using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>What a view does for one audience.</summary>
/// <param name="Target">The view.</param>
/// <param name="Columns">The columns, in the order of the policy's fields.</param>
/// <param name="Filters">The conditions, all of which must hold, with their places in the policy, from 1.</param>
/// <param name="Needs">For each field whether it is computed with.</param>
internal sealed record ViewPlan(
    QualifiedName Target, IReadOnlyList<ColumnPlan> Columns, IReadOnlyList<(int Number, Judge Holds)> Filters, IReadOnlyList<bool> Needs);

/// <summary>What a column does for one audience.</summary>
/// <param name="Column">The column as the view has it.</param>
internal abstract record ColumnPlan(ViewColumn Column);

/// <summary>Shows the source's value.</summary>
internal sealed record ShownColumn(ViewColumn Column) : ColumnPlan(Column);

/// <summary>Shows the same in each row.</summary>
internal sealed record ConstantColumn(ViewColumn Column, object? Value) : ColumnPlan(Column);

/// <summary>Computes a value from the row.</summary>
internal sealed record ComputedColumn(ViewColumn Column, Compute Value) : ColumnPlan(Column);

/// <summary>Shows an aggregate over the rows that are there.</summary>
/// <param name="Column">The column as the view has it.</param>
/// <param name="Field">The field that is aggregated.</param>
/// <param name="PartitionBy">The fields that make a partition; none: all rows are one.</param>
/// <param name="New">Makes the aggregate of a partition.</param>
/// <param name="Convert">Makes a value of the column's type of one that is not NULL.</param>
internal sealed record AggregateColumn(
    ViewColumn Column, int Field, IReadOnlyList<int> PartitionBy, Func<Aggregate> New, Func<object, object> Convert) : ColumnPlan(Column)
{
    /// <summary>How many values a partition has to have for its aggregate to be shown.</summary>
    public long LeastCount { get; init; }
}
