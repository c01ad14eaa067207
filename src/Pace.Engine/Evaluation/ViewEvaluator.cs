using System.Globalization;
using System.Runtime.CompilerServices;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation.Compilation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation;

/// <summary>
/// One view of a policy as one audience sees it. Which branch applies is decided once, when it is made, so that a row
/// costs no look at principals; what time it is for retention is decided then too. For one caller at a time.
/// </summary>
/// <remarks>
/// Rows go in and come out as arrays in the order of the policy's fields, of canonical values
/// (<see cref="Values.CanonicalValue"/>). A row that a filter hides is not computed with, so that nothing in it is an
/// error. Sums and averages of floating-point numbers are added up in the order in which the rows come; a platform that
/// sorts them first may differ in the last digits. What a branch of other audiences would compute is not computed, so
/// that nothing in it is an error either; PostgreSQL computes aggregates for all, and fails for all.
/// </remarks>
public sealed class ViewEvaluator
{
    private readonly ViewPlan _plan;
    private readonly ColumnPlan[] _columns;
    private readonly (int Number, Judge Holds)[] _filters;

    // What a row is shown with: a computation, or the constant where there is none. By column.
    private readonly Compute?[] _computed;
    private readonly object?[] _constants;
    private readonly bool[] _isShown;

    internal ViewEvaluator(ViewPlan plan)
    {
        _plan = plan;
        _columns = [.. plan.Columns];
        _filters = [.. plan.Filters];
        _computed = [.. plan.Columns.Select(column => (column as ComputedColumn)?.Value)];
        _constants = [.. plan.Columns.Select(column => (column as ConstantColumn)?.Value)];
        _isShown = [.. plan.Columns.Select(column => column is ShownColumn)];
        Columns = [.. plan.Columns.Select(column => column.Column)];
        NeedsAllRows = plan.Columns.Any(column => column is AggregateColumn);
    }

    /// <summary>The view.</summary>
    public QualifiedName Target => _plan.Target;

    /// <summary>The columns, in the order of the policy's fields.</summary>
    public IReadOnlyList<ViewColumn> Columns { get; }

    /// <summary>
    /// For each field whether its value is computed with; only those have to be given. One that is only shown as it is
    /// does not count.
    /// </summary>
    public IReadOnlyList<bool> Needs => _plan.Needs;

    /// <summary>Whether rows depend on each other (aggregation), so that they cannot be shown one by one.</summary>
    public bool NeedsAllRows { get; }

    /// <summary>Shows one row.</summary>
    /// <param name="row">The source's values; those that <see cref="Needs"/> names are canonical, others are not looked at.</param>
    /// <param name="shown">Filled with the view's values. A column that is shown as it is gets what stood in <paramref name="row"/>.</param>
    /// <returns>Whether the row is there; if not, <paramref name="shown"/> means nothing.</returns>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a computation leaves its type's range. Which row it is, the caller knows.
    /// </exception>
    /// <exception cref="InvalidOperationException"><see cref="NeedsAllRows"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryShow(object?[] row, object?[] shown)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(shown);
        if (NeedsAllRows)
        {
            throw new InvalidOperationException("A view with an aggregation cannot show its rows one by one.");
        }

        if (!IsThere(row, null))
        {
            return false;
        }

        Show(row, shown, null);
        return true;
    }

    /// <summary>Shows all rows, each with its place among those given. Reads them once, and keeps them where it must.</summary>
    /// <param name="rows">The rows, each an array of its own where <see cref="NeedsAllRows"/>.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>, as of <see cref="TryShow"/>, with the row's number among those given, from 1.
    /// </exception>
    public IEnumerable<(long Index, object?[] Shown)> ShowAll(IEnumerable<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return NeedsAllRows ? ShowAggregated(rows) : ShowEach(rows);
    }

    private IEnumerable<(long Index, object?[] Shown)> ShowEach(IEnumerable<object?[]> rows)
    {
        long index = 0;
        foreach (object?[] row in rows)
        {
            if (IsThere(row, index + 1))
            {
                object?[] shown = new object?[_columns.Length];
                Show(row, shown, index + 1);
                yield return (index, shown);
            }

            index++;
        }
    }

    private IEnumerable<(long Index, object?[] Shown)> ShowAggregated(IEnumerable<object?[]> rows)
    {
        Partitions[] partitions = [.. _columns.OfType<AggregateColumn>().Select(column => new Partitions(column))];
        List<(long Index, object?[] Row)> there = [];
        long index = 0;
        foreach (object?[] row in rows)
        {
            if (IsThere(row, index + 1))
            {
                there.Add((index, row));
                Take(partitions, row);
            }

            index++;
        }

        Take(partitions, null);
        foreach ((long at, object?[] row) in there)
        {
            object?[] shown = new object?[_columns.Length];
            Show(row, shown, at + 1);
            for (int column = 0, next = 0; column < _columns.Length; column++)
            {
                if (_columns[column] is AggregateColumn)
                {
                    shown[column] = partitions[next++].Result(row);
                }
            }

            yield return (at, shown);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsThere(object?[] row, long? number)
    {
        int at = 0;
        try
        {
            for (; at < _filters.Length; at++)
            {
                if (_filters[at].Holds(row) != true)
                {
                    return false;
                }
            }

            return true;
        }
        catch (ValueException error)
        {
            throw Invalid(number, string.Create(CultureInfo.InvariantCulture, $"filter {_filters[at].Number}"), error);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Show(object?[] row, object?[] shown, long? number)
    {
        int at = 0;
        try
        {
            for (; at < _computed.Length; at++)
            {
                shown[at] = _computed[at] is { } compute ? compute(row) : _isShown[at] ? row[at] : _constants[at];
            }
        }
        catch (ValueException error)
        {
            throw Invalid(number, $"column '{Columns[at].Name}'", error);
        }
    }

    // A row for the aggregates; null: there are no more.
    private void Take(Partitions[] partitions, object?[]? row)
    {
        int at = 0;
        try
        {
            for (; at < partitions.Length; at++)
            {
                if (row is null)
                {
                    partitions[at].Finish();
                }
                else
                {
                    partitions[at].Add(row);
                }
            }
        }
        catch (ValueException error)
        {
            throw Invalid(null, $"the aggregate in column '{partitions[at].Column.Column.Name}'", error);
        }
    }

    private PaceException Invalid(long? row, string part, ValueException error)
    {
        string where = row is { } number ? string.Create(CultureInfo.InvariantCulture, $"Row {number}, {part}") : DataErrors.Capital(part);
        return new PaceException(
            PaceErrorKind.DataInvalid,
            $"{where} of '{Target}': {error.Message}.",
            "Correct the values, or the expression or transform of the policy that cannot take them.",
            Target.ToString(),
            error);
    }
}

/// <summary>A column of a view as an audience sees it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type that it has on a platform: that which all branches have in common.</param>
/// <param name="IsShownAsIs">Whether this audience sees the source's own value.</param>
public sealed record ViewColumn(string Name, SqlType Type, bool IsShownAsIs);
