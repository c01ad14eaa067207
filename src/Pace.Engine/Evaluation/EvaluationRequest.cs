using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation;

/// <summary>What is to be looked at: some rows of a policy's source, as some audiences see them.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Audiences">Who looks, one after the other.</param>
public sealed record EvaluationRequest(DataPolicy Policy, ValueList<Audience> Audiences)
{
    /// <summary>The rows in hand; null: the first rows of the policy's source, which only a platform has.</summary>
    public SampleTable? Sample { get; init; }

    /// <summary>How many rows of the source are read where no <see cref="Sample"/> is given, 0 or more.</summary>
    public long First { get; init; } = 100;

    /// <summary>
    /// Token tables in hand, by the name that the policy gives as <c>token_source_ref</c>. A platform has its own for
    /// those that are not here; without a platform they are missing, which is an error.
    /// </summary>
    public IReadOnlyDictionary<string, SampleTable> TokenTables { get; init; } = new Dictionary<string, SampleTable>();
}

/// <summary>
/// Somebody who looks at a view: a member of exactly these groups. None: everybody else.
/// </summary>
/// <param name="Groups">The groups' names.</param>
public sealed record Audience(ValueList<string> Groups)
{
    /// <summary>Somebody of whom no rule speaks.</summary>
    public static Audience EveryoneElse { get; } = new([]);

    /// <summary>A member of one group.</summary>
    public static Audience Of(string group) => new([group]);

    /// <summary>The groups, or that there are none.</summary>
    public override string ToString() => Groups.Count == 0 ? "everyone else" : string.Join(", ", Groups);
}

/// <summary>A table in hand.</summary>
/// <param name="Columns">The columns' names. Order is free; columns that the policy does not list are not read.</param>
/// <param name="Rows">
/// The rows: as many values each as there are columns, NULL as null, otherwise of whatever .NET type they were given
/// in, text of a CSV file included; the policy's types say what they are read as.
/// </param>
public sealed record SampleTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <summary>What an audience sees of one view.</summary>
/// <param name="Target">The view, as the policy names it.</param>
/// <param name="Audience">Who sees it.</param>
/// <param name="Columns">The columns' names, as the policy lists them.</param>
/// <param name="Types">The columns' types in the view, in the same order; null where only the platform knows.</param>
/// <param name="Rows">The rows that are not hidden, in the order of the source; values as in <see cref="Platforms.TableRow"/>.</param>
public sealed record EvaluatedView(
    QualifiedName Target,
    Audience Audience,
    ValueList<string> Columns,
    ValueList<SqlType>? Types,
    IReadOnlyList<IReadOnlyList<object?>> Rows);
