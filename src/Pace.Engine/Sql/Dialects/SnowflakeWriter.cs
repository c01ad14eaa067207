using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>Snowflake's spelling.</summary>
internal sealed class SnowflakeWriter(SnowflakeDialect dialect) : SqlWriter
{
    protected override string Identifier(string name) => SnowflakeText.Identifier(name);

    protected override string Name(QualifiedName name) => SnowflakeText.Name(dialect.Full(name));

    protected override string Literal(string text) => SnowflakeText.Literal(text);

    protected override string TypeName(SqlType type) => Type(type)
        ?? throw new ArgumentException($"Snowflake has no type for {type.Kind}.", nameof(type));

    // Qualified by the table's own name: a table in FROM is called by the last part of its name.
    protected override SqlExpression TokenColumn(SelectQuery query, TokenJoin join) =>
        new ColumnExpression(join.SourceColumn, query.From.Name);

    protected override void TokenTable(TokenJoin join)
    {
        string token = Identifier(join.TokenColumn);
        Append("select ").Append(token).Append(" as ").Append(Identifier(join.TokenAlias)).Append(", min(")
            .Append(Identifier(join.ValueColumn)).Append(") as ").Append(Identifier(join.ValueAlias));
        Line();
        Append("from ").Append(Name(join.Table));
        Where(join.OnlyFor is null ? [] : [join.OnlyFor]);
        Line();
        Append("group by ").Append(token);
    }

    /// <summary>A type's name, as Snowflake reads it; null where it has none.</summary>
    internal static string? Type(SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.Integer => "integer",
        SqlTypeKind.BigInt => "bigint",
        SqlTypeKind.Numeric => type.Arguments is [] or [<= 38] or [<= 38, >= 0 and <= 37] ? "number" + WarehouseDialect.Arguments(type) : null,
        SqlTypeKind.Real or SqlTypeKind.Double => "float",
        SqlTypeKind.Text => "varchar",
        SqlTypeKind.VarChar => "varchar" + WarehouseDialect.Arguments(type),
        // Without a length, char is char(1), which would cut a longer value off.
        SqlTypeKind.Char => "varchar" + WarehouseDialect.Arguments(type),
        SqlTypeKind.Boolean => "boolean",
        SqlTypeKind.Date => "date",
        SqlTypeKind.Time => "time" + WarehouseDialect.Arguments(type),
        SqlTypeKind.Timestamp => "timestamp_ntz" + WarehouseDialect.Arguments(type),
        SqlTypeKind.TimestampTz => "timestamp_tz" + WarehouseDialect.Arguments(type),
        SqlTypeKind.Json or SqlTypeKind.JsonB => "variant",
        SqlTypeKind.Binary => "binary",
        SqlTypeKind.Array => "array",
        SqlTypeKind.Struct => "object",
        SqlTypeKind.Other when type.Parts is ["variant" or "object" or "array" or "geography" or "geometry"] => type.Parts[0],
        _ => null,
    };
}
