using Pace.Engine.Policies;

namespace Pace.Engine.Validation;

/// <summary>What is known beside a policy when it is validated.</summary>
public sealed record ValidationOptions
{
    /// <summary>
    /// The type of the platform that the policy is for, which decides on case and on the SQL that is read; null: the
    /// type that <c>source.ref.platform</c> gives, and PostgreSQL's rules where it gives none.
    /// </summary>
    public PlatformType? Platform { get; init; }

    /// <summary>Whether the policy must say which platform it is for, because nothing else does.</summary>
    public bool RequirePlatform { get; init; }

    /// <summary>All groups that the platform has, as it spells them; null where nobody asked it.</summary>
    public IReadOnlyCollection<string>? Groups { get; init; }

    /// <summary>
    /// Whether the platform judges by the role that logged in, so that nobody reaches a looser branch with SET ROLE.
    /// </summary>
    public bool JudgeBySessionUser { get; init; }
}
