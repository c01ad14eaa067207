using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Compilation;

/// <summary>What a policy becomes on one dialect: a view for each rule set.</summary>
/// <param name="PolicyId">The policy's id, which is its source's name as the policy writes it.</param>
/// <param name="Source">The source.</param>
/// <param name="Views">The views, in the order of the rule sets.</param>
/// <param name="Hash">
/// The fingerprint of what the policy says, <c>sha256:</c> and 64 hexadecimal digits: what stands in a view's mark.
/// Metadata and the names of platforms are no part of it.
/// </param>
public sealed record CompiledPolicy(string PolicyId, QualifiedName Source, ValueList<CompiledView> Views, string Hash);

/// <summary>One view.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Columns">The columns, as the policy lists them.</param>
/// <param name="Query">The select statement, formatted, without a semicolon.</param>
/// <param name="HidesRows">Whether the view needs a security barrier, because it hides rows.</param>
/// <param name="Groups">The groups named in it, each once, in order: those that may select from it.</param>
/// <param name="TokenSources">The token tables that it reads.</param>
/// <param name="Fragments">
/// Where the policy's own SQL (conditions and statements) stands in <paramref name="Query"/>, so that the platform's
/// error positions can be told as positions in the policy.
/// </param>
public sealed record CompiledView(
    QualifiedName Target,
    ValueList<string> Columns,
    string Query,
    bool HidesRows,
    ValueList<string> Groups,
    ValueList<TokenSource> TokenSources,
    ValueList<SqlFragment> Fragments)
{
    /// <summary>The path of the rule set in the policy, such as <c>rule_sets[0]</c>.</summary>
    public string Path { get; init; } = "";
}

/// <summary>A token table and the columns that are read of it.</summary>
/// <param name="Table">The table.</param>
/// <param name="TokenColumn">The column with tokens.</param>
/// <param name="ValueColumn">The column with values.</param>
/// <param name="Path">The path of the transform in the policy.</param>
public sealed record TokenSource(QualifiedName Table, string TokenColumn, string ValueColumn, string Path)
{
    /// <summary>The source's column that holds tokens.</summary>
    public string SourceColumn { get; init; } = "";
}

/// <summary>A piece of the policy's own SQL in a compiled query.</summary>
/// <param name="Start">The offset in the query, in UTF-16 code units, from 0.</param>
/// <param name="Length">The length in UTF-16 code units.</param>
/// <param name="Path">The path in the policy.</param>
public sealed record SqlFragment(int Start, int Length, string Path);
