namespace Pace.Engine.Policies;

/// <summary>
/// A data policy: how the rows and columns of one table look to each group of users.
/// The messages and their names are those of the PACE project's protocol (entities v1alpha).
/// </summary>
public sealed record DataPolicy
{
    /// <summary>Title, description, version and dates.</summary>
    public PolicyMetadata? Metadata { get; init; }

    /// <summary>The table that the policy is about, with its fields.</summary>
    public PolicySource? Source { get; init; }

    /// <summary>One view each.</summary>
    public ValueList<RuleSet> RuleSets { get; init; } = [];

    /// <summary>
    /// Where the policy was read, for positions in messages; null for a policy that was made in memory.
    /// It takes no part in equality.
    /// </summary>
    public PolicyOrigin? Origin { get; init; }

    /// <summary>
    /// The policy's id: the fully qualified name of its source, as the policy writes it. Empty when it has none.
    /// </summary>
    public string Id => Source?.Ref?.IntegrationFqn ?? "";

    /// <summary>Whether another policy says the same, wherever it was read.</summary>
    public bool Equals(DataPolicy? other) =>
        other is not null && Equals(Metadata, other.Metadata) && Equals(Source, other.Source) && RuleSets.Equals(other.RuleSets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Metadata, Source, RuleSets);

    /// <summary>The id, else the title, as a prompt shows it.</summary>
    public override string ToString() => Id.Length > 0 ? Id : Metadata?.Title ?? "data policy";
}

/// <summary>Title, description, version and dates of a policy.</summary>
public sealed record PolicyMetadata
{
    /// <summary>At least three characters where metadata is given.</summary>
    public string Title { get; init; } = "";

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Given by the store: 1 for the first, then one more each time. 0 when not stored yet.</summary>
    public int Version { get; init; }

    /// <summary>When the first version was stored, UTC.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When this version was stored or applied, UTC.</summary>
    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>When a version was last applied, UTC.</summary>
    public DateTimeOffset? LastApplyTime { get; init; }

    /// <summary>Free tags of the policy itself.</summary>
    public ValueList<string> Tags { get; init; } = [];
}

/// <summary>The table that a policy is about.</summary>
public sealed record PolicySource
{
    /// <summary>Which table, on which platform.</summary>
    public ResourceUrn? Ref { get; init; }

    /// <summary>The columns that the policy's views show, in their order. A column that is not listed is not shown.</summary>
    public ValueList<Field> Fields { get; init; } = [];

    /// <summary>Free tags of the table.</summary>
    public ValueList<string> Tags { get; init; } = [];
}

/// <summary>A resource on a processing platform or in a data catalog.</summary>
public sealed record ResourceUrn
{
    /// <summary>The fully qualified name on its platform, such as <c>public.demo</c>.</summary>
    public string? IntegrationFqn { get; init; }

    /// <summary>The platform that holds it. Never set together with <see cref="Catalog"/>.</summary>
    public PlatformReference? Platform { get; init; }

    /// <summary>The catalog that lists it. Never set together with <see cref="Platform"/>.</summary>
    public CatalogReference? Catalog { get; init; }

    /// <summary>The way to it from the integration's root.</summary>
    public ValueList<ResourceNode> ResourcePath { get; init; } = [];
}

/// <summary>A processing platform, named by its id in the configuration.</summary>
public sealed record PlatformReference
{
    /// <summary>The id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The type; required where a platform is given.</summary>
    public PlatformType PlatformType { get; init; }
}

/// <summary>The kinds of processing platforms, numbered as in the PACE protocol.</summary>
public enum PlatformType
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>Databricks.</summary>
    Databricks = 1,

    /// <summary>Snowflake.</summary>
    Snowflake = 2,

    /// <summary>Google BigQuery.</summary>
    BigQuery = 3,

    /// <summary>PostgreSQL.</summary>
    Postgres = 4,

    /// <summary>Azure Synapse.</summary>
    Synapse = 5,

    /// <summary>A SQLite file. Pace's own: the PACE protocol has no such type, so its number is kept well apart.</summary>
    Sqlite = 100,
}

/// <summary>A data catalog, named by its id.</summary>
public sealed record CatalogReference
{
    /// <summary>The id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The catalog's type, as written (<c>COLLIBRA</c>, <c>ODD</c>, <c>DATAHUB</c>).</summary>
    public string? Type { get; init; }
}

/// <summary>One step of a resource path.</summary>
public sealed record ResourceNode
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the platform calls this level, such as <c>schema</c>.</summary>
    public string? PlatformName { get; init; }

    /// <summary>Whether nothing lies below.</summary>
    public bool IsLeaf { get; init; }

    /// <summary>The name for people.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>A column, or a field in a nested column.</summary>
public sealed record Field
{
    /// <summary>The name; more than one part for a nested field.</summary>
    public ValueList<string> NameParts { get; init; } = [];

    /// <summary>The SQL type as the platform or the policy's author writes it, such as <c>integer</c>. Empty when not given.</summary>
    public string Type { get; init; } = "";

    /// <summary>Whether the column never holds NULL.</summary>
    public bool Required { get; init; }

    /// <summary>Tags, such as those a column's comment carries.</summary>
    public ValueList<string> Tags { get; init; } = [];

    /// <summary>The parts of the name, joined with dots, for messages and comparison by people.</summary>
    public string Name => string.Join('.', NameParts);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The kinds of principals.</summary>
public enum PrincipalKind
{
    /// <summary>An empty principal, which stands for everybody else where results are asked for.</summary>
    None,

    /// <summary>A group of users, which on PostgreSQL is a role that cannot log in.</summary>
    Group,

    /// <summary>A role of an IAM system.</summary>
    Role,

    /// <summary>A permission of an IAM system.</summary>
    Permission,
}

/// <summary>Whom a rule is for.</summary>
/// <param name="Kind">The kind of principal.</param>
/// <param name="Name">The name, exactly as the platform spells it; empty for <see cref="PrincipalKind.None"/>.</param>
public sealed record Principal(PrincipalKind Kind, string Name)
{
    /// <summary>A group.</summary>
    public static Principal Group(string name) => new(PrincipalKind.Group, name);

    /// <summary>The kind and the name.</summary>
    public override string ToString() => Kind == PrincipalKind.None ? "everyone else" : $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
