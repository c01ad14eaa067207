using Pace.Engine.Policies;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>BigQuery's spelling.</summary>
internal sealed class BigQueryWriter(BigQueryDialect dialect) : SqlWriter
{
    private const string Groups = "pace_groups";
    private const string Source = "pace_source";

    private QualifiedName? _source;
    private QualifiedName? _target;

    public override void Query(SelectQuery query)
    {
        (_source, _target) = (query.From, query.Target);
        base.Query(query);
    }

    protected override string Identifier(string name) => BigQueryText.Identifier(name);

    protected override string Name(QualifiedName name) => BigQueryText.Name(dialect.Full(name));

    protected override string Literal(string text) => BigQueryText.Literal(text);

    protected override string TypeName(SqlType type) => Type(type)
        ?? throw new ArgumentException($"BigQuery has no type for {type.Kind}.", nameof(type));

    // A table in FROM is called by the last part of its name, which is a name for whole rows too: a column of that name
    // must not be taken for them.
    protected override string? SourceAlias(SelectQuery query) =>
        query.Columns.Any(column => IsCalled(query.From, column.Name)) ? Source : null;

    protected override SqlExpression TokenColumn(SelectQuery query, TokenJoin join) =>
        new ColumnExpression(join.SourceColumn, SourceAlias(query) ?? query.From.Name) { Path = join.SourcePath };

    protected override void TokenTable(TokenJoin join)
    {
        string token = Identifier(join.TokenColumn);
        Append("select ").Append(token).Append(" as ").Append(Identifier(join.TokenAlias)).Append(", min(")
            .Append(Identifier(join.ValueColumn)).Append(") as ").Append(Identifier(join.ValueAlias));
        Line();
        Append("from ").Append(Name(join.Table));
        if (IsCalled(join.Table, join.TokenColumn) || IsCalled(join.Table, join.ValueColumn))
        {
            Append(" as ").Append(Identifier(Source));
        }

        Where(join.OnlyFor is null ? [] : [join.OnlyFor]);
        Line();
        Append("group by ").Append(token);
    }

    protected override void Special(SqlExpression expression)
    {
        switch (expression)
        {
            case MemberExpression member when dialect.Settings.UseIamCheckExtension:
                Separated(" or ", member.Principals, Routine);
                break;
            case MemberExpression member:
                Table(member.Principals);
                break;
            case StructExpression record:
                Struct(record);
                break;
            default:
                base.Special(expression);
                break;
        }
    }

    // The table's own columns are named with its alias: where it lacks one, the source's of that name must not be taken.
    private void Table(ValueList<Principal> principals)
    {
        string alias = Identifier(Groups);
        Append("exists (select 1");
        Indented(() =>
        {
            Append("from ").Append(BigQueryText.Name(dialect.UserGroupsTable(_source!))).Append(" as ").Append(alias)
                .Append(" where ").Append(alias).Append(".`userEmail` = session_user() and ").Append(alias).Append(".`userGroup` ")
                .Append(principals.Count == 1 ? "= " : "in (");
            Separated(", ", principals, principal => Append(Literal(principal.Name)));
            Append(principals.Count == 1 ? ")" : "))");
        });
    }

    private void Routine(Principal principal)
    {
        QualifiedName view = dialect.Full(_target ?? throw new InvalidOperationException("The check asks about a view, and none is made."));
        Append("(select ").Append(BigQueryText.Name(new QualifiedName([view.Parts[0], "principal_check_routines", "check_principal_access"])))
            .Append("(").Append(Literal($"{principal.Kind.ToString().ToLowerInvariant()}:{principal.Name}"))
            .Append(", ").Append(Literal(view.Parts[1])).Append(", ").Append(Literal(view.Parts[2])).Append(")) = 'True'");
    }

    // A value that is NULL stays so, and does not become one of NULLs.
    private void Struct(StructExpression record)
    {
        Append("if(");
        Expression(record.Whole);
        Append(" is null, null, struct(");
        Indented(() =>
        {
            for (int at = 0; at < record.Fields.Count; at++)
            {
                if (at > 0)
                {
                    Append(",");
                    Line();
                }

                Expression(record.Fields[at].Value);
                Append(" as ").Append(Identifier(record.Fields[at].Name));
            }
        });
        Line();
        Append("))");
    }

    private static bool IsCalled(QualifiedName table, string column) => column.Equals(table.Name, StringComparison.OrdinalIgnoreCase);

    private void Separated(string between, ValueList<Principal> principals, Action<Principal> write)
    {
        for (int at = 0; at < principals.Count; at++)
        {
            Append(at == 0 ? "" : between);
            write(principals[at]);
        }
    }

    /// <summary>A type's name, as BigQuery reads it; null where it has none.</summary>
    internal static string? Type(SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt => "int64",
        SqlTypeKind.Numeric => "bignumeric",
        SqlTypeKind.Real or SqlTypeKind.Double => "float64",
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Char => "string",
        SqlTypeKind.Boolean => "bool",
        SqlTypeKind.Date => "date",
        SqlTypeKind.Time => "time",
        SqlTypeKind.Timestamp => "datetime",
        SqlTypeKind.TimestampTz => "timestamp",
        SqlTypeKind.Interval => "interval",
        SqlTypeKind.Json or SqlTypeKind.JsonB => "json",
        SqlTypeKind.Binary => "bytes",
        SqlTypeKind.Array => Array(type.Parts[0]),
        SqlTypeKind.Other when type.Parts is ["geography"] => "geography",
        _ => null,
    };

    // Of arrays in arrays there are none.
    private static string? Array(string text) =>
        SqlType.TryParse(text[..text.IndexOf('[', StringComparison.Ordinal)], out SqlType element)
            && element.Kind != SqlTypeKind.Array && Type(element) is { } name
            ? $"array<{name}>"
            : null;
}
