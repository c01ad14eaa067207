using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms;

/// <summary>
/// A platform that holds data. Every member may throw <see cref="PaceException"/> of the kinds
/// <see cref="PaceErrorKind.PlatformUnreachable"/>, <see cref="PaceErrorKind.PlatformRefused"/> and
/// <see cref="PaceErrorKind.ResourceNotFound"/>, and <see cref="OperationCanceledException"/>.
/// An instance may be used by one caller at a time.
/// </summary>
public interface IProcessingPlatform : IAsyncDisposable
{
    /// <summary>The id in the configuration.</summary>
    string Id { get; }

    /// <summary>The type.</summary>
    PlatformType Type { get; }

    /// <summary>The dialect that policies are compiled to.</summary>
    SqlDialect Dialect { get; }

    /// <summary>The databases, by name.</summary>
    Task<IReadOnlyList<DatabaseInfo>> ListDatabasesAsync(Page page, CancellationToken cancellation);

    /// <summary>The schemas of a database (null: the one that is configured), by name, without the system's own.</summary>
    Task<IReadOnlyList<SchemaInfo>> ListSchemasAsync(string? database, Page page, CancellationToken cancellation);

    /// <summary>The tables and views of a schema (null: of all schemas but the system's), by schema and name.</summary>
    Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? schema, Page page, CancellationToken cancellation);

    /// <summary>The same of another database of the server; null: the one that is configured.</summary>
    Task<IReadOnlyList<TableInfo>> ListTablesAsync(string? database, string? schema, Page page, CancellationToken cancellation);

    /// <summary>The groups that principals can name, by name; all of them are reached by paging.</summary>
    Task<IReadOnlyList<GroupInfo>> ListGroupsAsync(Page page, CancellationToken cancellation);

    /// <summary>A policy that shows a table as it is: its fields with types, nullability and tags, and no rule set.</summary>
    Task<DataPolicy> CreateBlueprintAsync(string table, CancellationToken cancellation);

    /// <summary>Rows of a table or view, one after the other, as the login sees them or as the request's audience does.</summary>
    /// <param name="request">What to read. An audience on a platform that knows who logs in is <see cref="PaceErrorKind.NotSupported"/>.</param>
    /// <param name="cancellation">Ends the query on the platform too.</param>
    IAsyncEnumerable<TableRow> ReadRowsAsync(RowRequest request, CancellationToken cancellation);

    /// <summary>
    /// Shows rows as audiences see them, with the platform's own SQL, in a transaction that is rolled back. Who is a
    /// member of what is taken from the request: it needs no rights over groups.
    /// </summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.PolicyInvalid"/>; <see cref="PaceErrorKind.DataInvalid"/>: a sample's value is not of
    /// its field's type.
    /// </exception>
    Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request, CancellationToken cancellation);

    /// <summary>
    /// What only the platform knows about a policy: whether groups, source, columns and token tables are there, and
    /// whether the platform accepts the SQL. Changes nothing.
    /// </summary>
    /// <remarks>
    /// A target's name that belongs to something else is <see cref="DiagnosticCodes.TargetTaken"/>: who means to take
    /// a view over with <see cref="ApplyRequest.Force"/> leaves that one out of account.
    /// </remarks>
    Task<IReadOnlyList<Diagnostic>> CheckAsync(DataPolicy policy, CompiledPolicy compiled, CancellationToken cancellation);

    /// <summary>The statements that <see cref="ApplyAsync"/> would run now. Changes nothing.</summary>
    Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation);

    /// <summary>Makes the views as the policy says, in one transaction, and leaves the mark in their comments.</summary>
    Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation);

    /// <summary>
    /// In what the platform differs from a policy that should be in force, whoever changed it. Leaves nothing behind.
    /// </summary>
    Task<IReadOnlyList<PolicyDifference>> FindDriftAsync(DriftRequest request, CancellationToken cancellation);

    /// <summary>The marks of a policy's views on the platform, whichever machine applied it.</summary>
    Task<IReadOnlyList<ViewMark>> ReadMarksAsync(string policyId, CancellationToken cancellation);

    /// <summary>The statements that <see cref="WithdrawAsync"/> would run now. Changes nothing.</summary>
    Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation);

    /// <summary>Drops a policy's views, and with them their grants, in one transaction. Returns what was dropped.</summary>
    Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation);
}

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Skip">How many to leave out, 0 or more.</param>
/// <param name="First">How many to give, 0 or more; null: all.</param>
public readonly record struct Page(long Skip = 0, long? First = null)
{
    /// <summary>Everything.</summary>
    public static Page All => default;
}

/// <summary>Which rows are wanted.</summary>
/// <param name="Table">The table's or view's name, as a policy writes it.</param>
/// <param name="Page">How many to leave out and to give.</param>
/// <param name="Audience">
/// As whom: only for platforms that know nobody by login, such as the embedded one. Null: as the login; where there is
/// none, as everybody else.
/// </param>
public sealed record RowRequest(string Table, Page Page = default, Audience? Audience = null);

/// <summary>A database.</summary>
public sealed record DatabaseInfo(string ProcessingPlatform, string Name);

/// <summary>A schema.</summary>
public sealed record SchemaInfo(string ProcessingPlatform, string Database, string Name);

/// <summary>A table or view.</summary>
/// <param name="ProcessingPlatform">The platform's id.</param>
/// <param name="Id">The name as a policy writes it, such as <c>public.demo</c>.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Name">The name in its schema.</param>
/// <param name="Kind"><c>table</c>, <c>view</c>, <c>materialized view</c>, <c>foreign table</c> or <c>partitioned table</c>.</param>
/// <param name="Columns">How many columns it has.</param>
/// <param name="Rows">How many rows the platform estimates; null when it does not know.</param>
/// <param name="Policy">The id of the policy whose view this is; null for anything else.</param>
/// <param name="Comment">The comment without Pace's mark; null when there is none.</param>
public sealed record TableInfo(
    string ProcessingPlatform, string Id, string Schema, string Name, string Kind, int Columns, long? Rows, string? Policy, string? Comment);

/// <summary>A group that a policy's principals can name.</summary>
public sealed record GroupInfo(string ProcessingPlatform, string Name);

/// <summary>A row, its columns in order.</summary>
/// <param name="Columns">The columns' names.</param>
/// <param name="Values">
/// The values, NULL as null: numbers, booleans, texts, <see cref="DateOnly"/>, <see cref="DateTime"/> for timestamps
/// without a zone, <see cref="DateTimeOffset"/> in UTC for instants, <see cref="Guid"/>, bytes, arrays of these; the
/// platform's own text for what .NET has no exact value for.
/// </param>
public sealed record TableRow(IReadOnlyList<string> Columns, IReadOnlyList<object?> Values);

/// <summary>What is to be applied.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Compiled">The policy, compiled for the platform's dialect.</param>
/// <param name="Version">The version to mark the views with.</param>
/// <param name="Force">
/// Takes over a view that Pace did not make, and goes on where the platform has a newer version than
/// <paramref name="Version"/>.
/// </param>
/// <param name="NextAfterPlatform">
/// When the platform's mark has a newer version, or this one with other content: apply as one more than that,
/// instead of failing.
/// </param>
public sealed record ApplyRequest(DataPolicy Policy, CompiledPolicy Compiled, int Version, bool Force = false, bool NextAfterPlatform = false);

/// <summary>What would run.</summary>
/// <param name="Version">The version that the views would be marked with.</param>
/// <param name="Statements">The statements, in order, each without its semicolon.</param>
public sealed record ApplyPlan(int Version, ValueList<string> Statements)
{
    /// <summary>The statements as a script.</summary>
    public override string ToString() => string.Concat(Statements.Select(statement => statement + ";\n"));
}

/// <summary>What was applied.</summary>
/// <param name="Version">The version in the marks.</param>
/// <param name="AppliedAt">When, UTC.</param>
/// <param name="Statements">What ran.</param>
/// <param name="Targets">The views.</param>
/// <param name="Warnings">What is worth knowing, such as a group's lost grant that could not be made.</param>
public sealed record ApplyResult(
    int Version, DateTimeOffset AppliedAt, ValueList<string> Statements, ValueList<QualifiedName> Targets, ValueList<string> Warnings);

/// <summary>What Pace wrote into a view's comment.</summary>
/// <param name="Target">The view.</param>
/// <param name="PolicyId">The policy's id.</param>
/// <param name="Version">The policy's version.</param>
/// <param name="Hash">The fingerprint of what the policy says.</param>
/// <param name="Grants">The groups that Pace granted SELECT to.</param>
public sealed record ViewMark(QualifiedName Target, string PolicyId, int Version, string Hash, ValueList<string> Grants)
{
    /// <summary>The role that the view belonged to; null where the platform has none, or an older Pace wrote the mark.</summary>
    public string? Owner { get; init; }

    /// <summary>The source's columns that the policy did not list, so that one that is added later can be told from them.</summary>
    public ValueList<string> Hidden { get; init; } = [];

    /// <summary>
    /// Who else may select by the owner's default privileges, <c>public</c> for everybody: the view began with it, so
    /// that nobody gave it since.
    /// </summary>
    public ValueList<string> Others { get; init; } = [];
}
