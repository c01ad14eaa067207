namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>A policy and rows for it, as they were generated.</summary>
public sealed record PolicyCase
{
    /// <summary>What makes this case again.</summary>
    public required int Seed { get; init; }

    public required IReadOnlyList<CaseField> Fields { get; init; }

    /// <summary>The source's rows, each with a value for each field.</summary>
    public required IReadOnlyList<IReadOnlyList<object?>> Rows { get; init; }

    public required IReadOnlyList<CaseRuleSet> RuleSets { get; init; }

    /// <summary>The time that the dates in it were made for.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Whether rows are handed over as texts, as a CSV file has them, and not as .NET values.</summary>
    public bool AsText { get; init; }

    /// <summary>The groups that the rule sets name, each once.</summary>
    public IReadOnlyList<string> Groups => [.. RuleSets.SelectMany(ruleSet => ruleSet.Groups).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All sets of groups that somebody can be a member of; the empty one is everybody else.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Audiences
    {
        get
        {
            IReadOnlyList<string> groups = Groups;
            return [.. Enumerable.Range(0, 1 << groups.Count).Select(set =>
                (IReadOnlyList<string>)[.. groups.Where((_, at) => (set >> at & 1) == 1)])];
        }
    }

    public IEnumerable<TokenTable> TokenTables => RuleSets.SelectMany(ruleSet => ruleSet.Transforms)
        .SelectMany(transform => transform.Branches).Select(branch => branch.Value).OfType<Detokenize>()
        .Select(detokenize => detokenize.Table).DistinctBy(table => table.Name);

    public CaseField Field(string name) => Fields.First(field => field.Name == name);

    public int At(string name) => Fields.TakeWhile(field => field.Name != name).Count();
}

/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
/// <param name="Spelling">How the policy spells the type.</param>
public sealed record CaseField(string Name, ColumnType Type, string Spelling);

public sealed record CaseRuleSet(string Target, IReadOnlyList<CaseTransform> Transforms, IReadOnlyList<CaseFilter> Filters)
{
    public IEnumerable<string> Groups => Transforms.SelectMany(transform => transform.Branches).SelectMany(branch => branch.Groups)
        .Concat(Filters.SelectMany(filter => filter.Groups)).Distinct();
}

/// <summary>An alternative: the first of which the reader is in one of the groups decides; the last has none.</summary>
public sealed record Branch<T>(IReadOnlyList<string> Groups, T Value);

public sealed record CaseTransform(string Field, IReadOnlyList<Branch<CaseAction>> Branches);

public abstract record CaseFilter
{
    public abstract IEnumerable<string> Groups { get; }
}

/// <param name="Branches">Each a condition and its text.</param>
public sealed record GenericFilter(IReadOnlyList<Branch<PolicySql>> Branches) : CaseFilter
{
    public override IEnumerable<string> Groups => Branches.SelectMany(branch => branch.Groups);
}

/// <param name="Field">The field with dates.</param>
/// <param name="Branches">Each a number of days; null: for ever.</param>
public sealed record RetentionFilter(string Field, IReadOnlyList<Branch<long?>> Branches) : CaseFilter
{
    public override IEnumerable<string> Groups => Branches.SelectMany(branch => branch.Groups);
}

/// <summary>An expression and how it is written.</summary>
public sealed record PolicySql(Expr Expr, string Text)
{
    public static PolicySql Of(Expr expr) => new(expr, new SqlText().Write(expr));
}

/// <summary>What is done with a field.</summary>
public abstract record CaseAction;

public sealed record Identity : CaseAction;

public sealed record Nullify : CaseAction;

/// <param name="Value">The value.</param>
/// <param name="Text">How the policy writes it.</param>
public sealed record Fixed(object Value, string Text) : CaseAction;

public sealed record RegexpAction(Regexp Pattern, IReadOnlyList<(string Text, int? Group)> Replacement) : CaseAction;

public sealed record Hash(long? Seed) : CaseAction;

public sealed record Statement(PolicySql Sql) : CaseAction;

public sealed record Detokenize(TokenTable Table) : CaseAction;

/// <param name="Name">The table's name.</param>
/// <param name="Token">The column with tokens.</param>
/// <param name="Value">The column with values.</param>
/// <param name="Type">The type of both.</param>
/// <param name="Rows">The tokens and their values.</param>
public sealed record TokenTable(string Name, string Token, string Value, ColumnType Type, IReadOnlyList<(object? Token, object? Value)> Rows);

/// <param name="Way"><c>ceil</c>, <c>floor</c> or <c>round</c>.</param>
/// <param name="Precision">The places, for round.</param>
/// <param name="Divisor">The step as it is written; null where there is none.</param>
public sealed record Rounding(string Way, int Precision, string? Divisor) : CaseAction;

/// <param name="Function"><c>sum</c>, <c>avg</c>, <c>min</c> or <c>max</c>.</param>
/// <param name="PartitionBy">The fields that make a partition.</param>
/// <param name="Precision">The places of an average; null where it is not rounded.</param>
/// <param name="CastTo">What is averaged; null where the policy does not say.</param>
public sealed record Aggregation(string Function, IReadOnlyList<string> PartitionBy, int? Precision, ColumnType? CastTo) : CaseAction
{
    /// <summary>How many values a partition has at least; null where the policy does not say.</summary>
    public int? MinGroupSize { get; init; }
}
