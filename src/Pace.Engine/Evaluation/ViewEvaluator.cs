using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation;

/// <summary>
/// One view of a policy as one audience sees it. Which branch applies is decided once, when it is made, so that a row
/// costs no look at principals. For one caller at a time.
/// </summary>
/// <remarks>
/// Rows go in and come out as arrays in the order of the policy's fields, of canonical values
/// (<see cref="Values.CanonicalValue"/>).
/// </remarks>
public sealed class ViewEvaluator
{
    internal ViewEvaluator()
    {
    }

    /// <summary>The view.</summary>
    public QualifiedName Target => throw new NotImplementedException();

    /// <summary>The columns, in the order of the policy's fields.</summary>
    public IReadOnlyList<ViewColumn> Columns => throw new NotImplementedException();

    /// <summary>
    /// For each field whether its value is computed with; only those have to be given. One that is only shown as it is
    /// does not count.
    /// </summary>
    public IReadOnlyList<bool> Needs => throw new NotImplementedException();

    /// <summary>Whether rows depend on each other (aggregation), so that they cannot be shown one by one.</summary>
    public bool NeedsAllRows => throw new NotImplementedException();

    /// <summary>Shows one row.</summary>
    /// <param name="row">The source's values; those that <see cref="Needs"/> names are canonical, others are not looked at.</param>
    /// <param name="shown">Filled with the view's values. A column that is shown as it is gets what stood in <paramref name="row"/>.</param>
    /// <returns>Whether the row is there; if not, <paramref name="shown"/> means nothing.</returns>
    /// <exception cref="Diagnostics.PaceException"><see cref="Diagnostics.PaceErrorKind.DataInvalid"/>.</exception>
    /// <exception cref="InvalidOperationException"><see cref="NeedsAllRows"/>.</exception>
    public bool TryShow(object?[] row, object?[] shown) => throw new NotImplementedException();

    /// <summary>Shows all rows, each with its place among those given. Reads them once, and keeps them where it must.</summary>
    public IEnumerable<(long Index, object?[] Shown)> ShowAll(IEnumerable<object?[]> rows) => throw new NotImplementedException();
}

/// <summary>A column of a view as an audience sees it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type that it has on a platform: that which all branches have in common.</param>
/// <param name="IsShownAsIs">Whether this audience sees the source's own value.</param>
public sealed record ViewColumn(string Name, SqlType Type, bool IsShownAsIs);
