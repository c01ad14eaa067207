using System.Globalization;
using Pace.Engine.Policies;
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

    public override void Query(SelectQuery query)
    {
        if (query.WithoutAggregates is { } plain)
        {
            Arms(query, plain);
            return;
        }

        base.Query(query);
        if (query.OrderBy is { } column)
        {
            OrderBy(new TableColumnExpression(query.From, column));
        }
    }

    // Who reads is asked once, and one arm alone is run: with `offset 0` the server keeps the question as a table of one
    // row, whose answer both arms get, so that no grant in between can make both run, or neither. In the view's own
    // WHERE the question would be asked in each arm, and in a WITH it would keep conditions of the reader from the arms.
    private void Arms(SelectQuery query, QueryArm plain)
    {
        string reader = Unused("pace_reader", [query.From.Name]);
        string rows = Unused("pace_rows", [query.From.Name]);
        ColumnExpression answer = new("sees_aggregates", reader);
        string order = Unused("pace_order", query.Columns.Select(column => column.Name));
        ValueList<SelectColumn> sorted = query.OrderBy is { } by
            ? [new SelectColumn(new TableColumnExpression(query.From, by), order)]
            : [];

        Select([.. query.Columns.Select(column => new SelectColumn(new ColumnExpression(column.Name, rows), column.Name))]);
        Line();
        Append("from (");
        Indented(() =>
        {
            Select([new SelectColumn(plain.SeesAggregates, answer.Name)]);
            Line();
            Append("offset 0");
        });
        Line();
        Append(") as ").Append(Identifier(reader));
        Join("cross join lateral", () =>
        {
            Arm([.. query.Columns, .. sorted], answer);
            Line();
            Append("union all");
            Line();
            Arm([.. plain.Columns, .. sorted], new NotExpression(answer));
        }, rows, null);
        if (sorted.Count > 0)
        {
            OrderBy(new ColumnExpression(order, rows));
        }

        void Arm(ValueList<SelectColumn> columns, SqlExpression when)
        {
            Select(columns);
            Tables(query);
            Where([when, .. query.Where]);
        }
    }

    private static string Unused(string stem, IEnumerable<string> taken)
    {
        while (taken.Contains(stem))
        {
            stem += "_";
        }

        return stem;
    }

    private void OrderBy(SqlExpression column)
    {
        Line();
        Append("order by ");
        Expression(column);
    }

    // Whoever gets no values has no key either: the server then need not look each row up in nothing.
    protected override SqlExpression TokenColumn(SelectQuery query, TokenJoin join)
    {
        SqlExpression column = base.TokenColumn(query, join);
        return join.OnlyFor is null ? column : new CaseExpression([new CaseBranch(join.OnlyFor, column)], null);
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
