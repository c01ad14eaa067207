using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tabular;

/// <summary>A column of a table in hand, with the type that its values have or that somebody said.</summary>
/// <param name="Name">The name.</param>
/// <param name="SqlType">The type.</param>
/// <param name="Nullable">Whether NULL may stand in it.</param>
/// <param name="Nulls">How many values are NULL.</param>
/// <param name="Note">How many values are NULL, and why the type is what it is where that is not plain; null: neither. Shows no value.</param>
public sealed record TableColumn(string Name, SqlType SqlType, bool Nullable, long Nulls, string? Note)
{
    /// <summary>The type as a policy writes it.</summary>
    public string Type => SqliteTypes.Write(SqlType);

    /// <summary>The column's name.</summary>
    public override string ToString() => Name;
}
