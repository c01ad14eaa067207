using Pace.Engine.Policies;

namespace Pace.Engine.Sql;

/// <summary>What a platform's SQL has of its own. Everything that makes SQL text is here and in its subclasses.</summary>
public abstract class SqlDialect
{
    /// <summary>The type of the platforms that speak it.</summary>
    public abstract PlatformType Platform { get; }

    /// <summary>The name, such as <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }
}
