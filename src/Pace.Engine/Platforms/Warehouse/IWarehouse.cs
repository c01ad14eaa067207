using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>What checking a policy and finding tables needs to know of a warehouse behind REST.</summary>
internal interface IWarehouse
{
    /// <summary>The platform's id.</summary>
    string Id { get; }

    /// <summary>The service's name.</summary>
    string Product { get; }

    /// <summary>The dialect.</summary>
    SqlDialect Dialect { get; }

    /// <summary>The table or view of a full name, or null.</summary>
    Task<WarehouseTable?> FindTableAsync(QualifiedName name, CancellationToken cancellation);

    /// <summary>The names of tables and views, as a policy writes them, for finding slips.</summary>
    Task<IReadOnlyList<string>> ReadTableNamesAsync(CancellationToken cancellation);

    /// <summary>All groups, for a policy of a source; null: the platform cannot list them, so that no name can be told to be wrong.</summary>
    Task<IReadOnlyList<string>?> ReadGroupNamesAsync(QualifiedName source, CancellationToken cancellation);

    /// <summary>What makes a view impossible under a name; null when nothing does.</summary>
    Task<string?> ProblemOfTargetAsync(QualifiedName target, CancellationToken cancellation);

    /// <summary>Lets the service read a query without running it. What it says of it, or null.</summary>
    Task<Complaint?> TryQueryAsync(string query, CancellationToken cancellation);
}

/// <summary>What a service says of a query.</summary>
/// <param name="Message">Its words.</param>
/// <param name="Line">The line of the query, from 1; 0: none is named.</param>
/// <param name="Column">The character in the line, from 1.</param>
internal sealed record Complaint(string Message, int Line = 0, int Column = 0);

/// <summary>A table or view.</summary>
/// <param name="Name">Its name, as a policy writes it.</param>
/// <param name="Kind">As <see cref="TableInfo.Kind"/>.</param>
/// <param name="Comment">Its comment, mark included.</param>
/// <param name="Columns">Its columns, nested ones as fields of their own.</param>
internal sealed record WarehouseTable(QualifiedName Name, string Kind, string? Comment, ValueList<Field> Columns)
{
    /// <summary>What a view is called.</summary>
    public const string View = "view";

    /// <summary>The mark, where it is a view with one.</summary>
    public ViewMark? Mark => Kind == View ? CommentMark.Read(Name, Comment) : null;
}
