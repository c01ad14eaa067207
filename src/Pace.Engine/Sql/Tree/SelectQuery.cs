using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Tree;

/// <summary>The query of a view.</summary>
internal sealed record SelectQuery(
    ValueList<SelectColumn> Columns,
    QualifiedName From,
    ValueList<TokenJoin> Joins,
    ValueList<SqlExpression> Where)
{
    /// <summary>The view; null where none is made.</summary>
    public QualifiedName? Target { get; init; }

    /// <summary>The query for readers who see no aggregates; null where one query does for everybody.</summary>
    public QueryArm? WithoutAggregates { get; init; }

    /// <summary>The source's column in whose order rows come; null: in any order.</summary>
    public string? OrderBy { get; init; }
}

/// <summary>The query's other form, over the same rows, for readers who see no aggregates: it computes none.</summary>
/// <param name="SeesAggregates">Whether the one who asks sees an aggregate of any column; true or false, never NULL.</param>
/// <param name="Columns">The columns by name and order of the query, with NULL where aggregates would be.</param>
internal sealed record QueryArm(SqlExpression SeesAggregates, ValueList<SelectColumn> Columns);

/// <summary>A column of the query's result.</summary>
internal sealed record SelectColumn(SqlExpression Value, string Name);

/// <summary>
/// Joins a token table, one row for each token at most, so that no row of the source is multiplied; where a token
/// has several values, the least is taken.
/// </summary>
/// <param name="Table">The token table.</param>
/// <param name="TokenColumn">Its column with tokens.</param>
/// <param name="ValueColumn">Its column with values.</param>
/// <param name="SourceColumn">The source's column with tokens.</param>
/// <param name="SourceType">The type that the policy gives that column.</param>
/// <param name="Alias">The name of the join.</param>
/// <param name="TokenAlias">The name of the tokens in the join; no column of the source has it.</param>
/// <param name="ValueAlias">The name of the values in the join; no column of the source has it.</param>
/// <param name="OnlyFor">Who gets values: for everybody else nothing is read. Null: everybody.</param>
internal sealed record TokenJoin(
    QualifiedName Table,
    string TokenColumn,
    string ValueColumn,
    string SourceColumn,
    SqlType SourceType,
    string Alias,
    string TokenAlias,
    string ValueAlias,
    SqlExpression? OnlyFor)
{
    /// <summary>The way to the nested field with tokens in the source's column; none: the column itself.</summary>
    public ValueList<string> SourcePath { get; init; } = [];
}
