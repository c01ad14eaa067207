namespace Pace.Engine.Policies;

/// <summary>One view of the source: which rows it has and how its columns look.</summary>
public sealed record RuleSet
{
    /// <summary>The view. Required.</summary>
    public Target? Target { get; init; }

    /// <summary>How fields look. A field of the source without an entry is shown as it is.</summary>
    public ValueList<FieldTransform> FieldTransforms { get; init; } = [];

    /// <summary>Which rows are there; all filters must let a row through.</summary>
    public ValueList<Filter> Filters { get; init; } = [];
}

/// <summary>What a rule set makes.</summary>
public sealed record Target
{
    /// <summary>The kind; unspecified means a SQL view.</summary>
    public TargetType Type { get; init; }

    /// <summary>The view's name. Its platform is the source's.</summary>
    public ResourceUrn? Ref { get; init; }
}

/// <summary>The kinds of targets, numbered as in the PACE protocol.</summary>
public enum TargetType
{
    /// <summary>Not given: a SQL view.</summary>
    Unspecified = 0,

    /// <summary>A SQL view.</summary>
    SqlView = 1,

    /// <summary>A dbt model; Pace reads such policies and does not compile them.</summary>
    DbtSql = 2,
}

/// <summary>A condition on rows, with alternatives by principal.</summary>
public abstract record Filter;

/// <summary>Rows are there until their date is a number of days old.</summary>
public sealed record RetentionFilter : Filter
{
    /// <summary>The date or timestamp field. Required.</summary>
    public Field? Field { get; init; }

    /// <summary>The first whose principals match decides; the last has none.</summary>
    public ValueList<RetentionCondition> Conditions { get; init; } = [];
}

/// <summary>How long rows are there for some principals.</summary>
public sealed record RetentionCondition
{
    /// <summary>For whom; none in the last condition: for everybody else.</summary>
    public ValueList<Principal> Principals { get; init; } = [];

    /// <summary>How long; null means for ever.</summary>
    public RetentionPeriod? Period { get; init; }
}

/// <summary>A span of days.</summary>
public sealed record RetentionPeriod
{
    /// <summary>Days of 24 hours, 0 or more; null when the policy gives a period without saying how long (an error).</summary>
    public long? Days { get; init; }
}

/// <summary>Rows are there when a SQL condition holds.</summary>
public sealed record GenericFilter : Filter
{
    /// <summary>The first whose principals match decides; the last has none.</summary>
    public ValueList<GenericCondition> Conditions { get; init; } = [];
}

/// <summary>A SQL condition for some principals.</summary>
public sealed record GenericCondition
{
    /// <summary>For whom; none in the last condition: for everybody else.</summary>
    public ValueList<Principal> Principals { get; init; } = [];

    /// <summary>A SQL boolean expression over the source's columns.</summary>
    public string Condition { get; init; } = "";
}

/// <summary>How one field looks.</summary>
public sealed record FieldTransform
{
    /// <summary>Which field: only its name parts count. Required.</summary>
    public Field? Field { get; init; }

    /// <summary>The first whose principals match decides; the last has none.</summary>
    public ValueList<Transform> Transforms { get; init; } = [];
}

/// <summary>How a field looks to some principals.</summary>
public sealed record Transform
{
    /// <summary>For whom; none in the last transform: for everybody else.</summary>
    public ValueList<Principal> Principals { get; init; } = [];

    /// <summary>What is done; null when the policy does not say (an error: it never means the raw value).</summary>
    public TransformAction? Action { get; init; }

    /// <summary>
    /// The tag whose global transform a blueprint took it from; null for any other. Written to YAML as a comment; no part of
    /// what the policy says, nor of equality.
    /// </summary>
    public string? FromTag { get; init; }

    /// <inheritdoc/>
    public bool Equals(Transform? other) => other is not null && Principals.Equals(other.Principals) && Equals(Action, other.Action);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Principals, Action);
}
