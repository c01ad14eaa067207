using System.Globalization;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>PostgreSQL's spelling.</summary>
internal sealed class PostgresWriter : SqlWriter
{
    protected override string Identifier(string name) => PostgresText.Identifier(name);

    protected override string Name(QualifiedName name) => PostgresText.Name(name);

    protected override string Literal(string text) => PostgresText.Literal(text);

    protected override string TypeName(SqlType type) => Type(type);

    protected override void Cast(CastExpression cast)
    {
        bool bracket = cast.Value is not (ColumnExpression or TextLiteral or NumberLiteral or NullLiteral or CallExpression or CastExpression);
        Append(bracket ? "(" : "");
        Expression(cast.Value);
        Append(bracket ? ")" : "").Append("::").Append(cast.TypeText ?? Type(cast.Type));
    }

    protected override void TokenTable(TokenJoin join)
    {
        string token = Identifier(join.TokenColumn);
        string value = Identifier(join.ValueColumn);
        Append("select distinct on (").Append(token).Append(") ")
            .Append(token).Append(" as ").Append(Identifier(join.TokenAlias)).Append(", ")
            .Append(value).Append(" as ").Append(Identifier(join.ValueAlias));
        Line();
        Append("from ").Append(Name(join.Table));
        if (join.OnlyFor is not null)
        {
            Line();
            Append("where ");
            Expression(join.OnlyFor);
        }

        Line();
        Append("order by ").Append(token).Append(", ").Append(value);
    }

    /// <summary>A type's name, as PostgreSQL reads it.</summary>
    internal static string Type(SqlType type)
    {
        string name = type.Kind switch
        {
            SqlTypeKind.SmallInt => "smallint",
            SqlTypeKind.Integer => "integer",
            SqlTypeKind.BigInt => "bigint",
            SqlTypeKind.Numeric => "numeric" + Arguments(type),
            SqlTypeKind.Real => "real",
            SqlTypeKind.Double => "double precision",
            SqlTypeKind.Text => "text",
            SqlTypeKind.VarChar => "varchar" + Arguments(type),
            // Without a length, char is char(1), which would cut a longer value off without a word.
            SqlTypeKind.Char => type.Arguments.Count == 0 ? "bpchar" : "char" + Arguments(type),
            SqlTypeKind.Boolean => "boolean",
            SqlTypeKind.Date => "date",
            SqlTypeKind.Time => "time" + Arguments(type),
            SqlTypeKind.TimeTz => "timetz" + Arguments(type),
            SqlTypeKind.Timestamp => "timestamp" + Arguments(type),
            SqlTypeKind.TimestampTz => "timestamptz" + Arguments(type),
            SqlTypeKind.Interval => "interval",
            SqlTypeKind.Uuid => "uuid",
            SqlTypeKind.Json => "json",
            SqlTypeKind.JsonB => "jsonb",
            SqlTypeKind.Xml => "xml",
            SqlTypeKind.Binary => "bytea",
            SqlTypeKind.Array => ArrayType(type),
            SqlTypeKind.Other => string.Join('.', type.Parts.Select(PostgresText.Identifier)) + Arguments(type),
            _ => throw new ArgumentException($"PostgreSQL has no type for {type.Kind}.", nameof(type)),
        };
        return name;
    }

    // The text was read by SqlType, which lets nothing through but a type's name with brackets behind it.
    private static string ArrayType(SqlType type)
    {
        string text = type.Parts[0];
        int cut = text.IndexOf('[', StringComparison.Ordinal);
        return SqlType.TryParse(text[..cut], out SqlType element) && element.Kind != SqlTypeKind.Array
            ? Type(element) + "[]"
            : throw new ArgumentException($"'{text}' is no list of a type that PostgreSQL has.", nameof(type));
    }

    // A length far above what a column has would be refused by the platform; it is not Pace's to judge.
    private static string Arguments(SqlType type) =>
        type.Arguments.Count == 0
            ? ""
            : "(" + string.Join(", ", type.Arguments.Select(argument => argument.ToString(CultureInfo.InvariantCulture))) + ")";
}
