using System.Text;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql;

/// <summary>
/// Makes text of a query: lower-case keywords, two spaces of indentation, one column a line, so that two versions
/// of a view differ in the lines that differ in meaning. Dialects override how names, literals and types look.
/// </summary>
internal abstract class SqlWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<SqlFragment> _fragments = [];
    private int _indent;

    public (string Text, ValueList<SqlFragment> Fragments) Result => (_text.ToString(), _fragments.ToValueList());

    protected abstract string Identifier(string name);

    protected abstract string Name(QualifiedName name);

    protected abstract string Literal(string text);

    protected abstract string TypeName(SqlType type);

    protected abstract void TokenTable(TokenJoin join);

    protected virtual void Cast(CastExpression cast)
    {
        Append("cast(");
        Expression(cast.Value);
        Append(" as ").Append(cast.TypeText ?? TypeName(cast.Type)).Append(")");
    }

    public virtual void Query(SelectQuery query)
    {
        Select(query.Columns);
        Tables(query);
        Where(query.Where);
    }

    /// <summary>The source, and what is joined with it.</summary>
    protected void Tables(SelectQuery query)
    {
        Line();
        Append("from ").Append(Name(query.From));
        if (SourceAlias(query) is { } alias)
        {
            Append(" as ").Append(Identifier(alias));
        }

        foreach (TokenJoin join in query.Joins)
        {
            Join("left join", () => TokenTable(join), join.Alias, new BinaryExpression(
                new ColumnExpression(join.TokenAlias, join.Alias), "=", TokenColumn(query, join)));
        }
    }

    /// <summary>What the source is called in the query; null: as it is called anyway.</summary>
    protected virtual string? SourceAlias(SelectQuery query) => null;

    /// <summary>The source's column with tokens, so that no column of a joined table can be taken for it.</summary>
    protected virtual SqlExpression TokenColumn(SelectQuery query, TokenJoin join) => new TableColumnExpression(query.From, join.SourceColumn);

    /// <summary>The word and the columns.</summary>
    protected void Select(IReadOnlyList<SelectColumn> columns)
    {
        Append("select");
        _indent++;
        for (int at = 0; at < columns.Count; at++)
        {
            Line();
            SelectColumn column = columns[at];
            Expression(column.Value);
            if (column.Value is not ColumnExpression { Alias: null, Path.Count: 0 } plain || plain.Name != column.Name)
            {
                Append(" as ").Append(Identifier(column.Name));
            }

            Append(at + 1 < columns.Count ? "," : "");
        }

        _indent--;
    }

    /// <summary>A joined query.</summary>
    protected void Join(string how, Action query, string alias, SqlExpression? on)
    {
        Line();
        Append(how).Append(" (");
        Indented(query);
        Line();
        Append(") as ").Append(Identifier(alias));
        if (on is not null)
        {
            Append(" on ");
            Expression(on);
        }
    }

    /// <summary>The conditions, all of which must hold.</summary>
    protected void Where(IReadOnlyList<SqlExpression> conditions)
    {
        for (int at = 0; at < conditions.Count; at++)
        {
            Line();
            Append(at == 0 ? "where " : "  and ");
            _indent++;
            Operand(conditions[at]);
            _indent--;
        }
    }

    /// <summary>Something on a line of its own, or several, farther to the right.</summary>
    protected void Indented(Action write)
    {
        _indent++;
        Line();
        write();
        _indent--;
    }

    public SqlWriter Append(string text)
    {
        _text.Append(text);
        return this;
    }

    protected void Line() => _text.Append('\n').Append(' ', _indent * 2);

    protected void Expression(SqlExpression expression)
    {
        switch (expression)
        {
            case ColumnExpression column:
                Append(column.Alias is null ? "" : Identifier(column.Alias) + ".").Append(Identifier(column.Name));
                Append(string.Concat(column.Path.Select(part => "." + Identifier(part))));
                break;
            case TableColumnExpression column:
                Append(Name(column.Table)).Append(".").Append(Identifier(column.Name));
                break;
            case TextLiteral literal:
                Append(Literal(literal.Value));
                break;
            case NumberLiteral number:
                Append(number.Digits);
                break;
            case BooleanLiteral boolean:
                Append(boolean.Value ? "true" : "false");
                break;
            case NullLiteral:
                Append("null");
                break;
            case KeywordExpression keyword:
                Append(keyword.Text);
                break;
            case CastExpression cast:
                Cast(cast);
                break;
            case CallExpression call:
                Append(call.Function).Append("(");
                Separated(call.Arguments);
                Append(")");
                break;
            case WindowExpression window:
                Window(window);
                break;
            case ListExpression list:
                Append("(");
                Separated(list.Items);
                Append(")");
                break;
            case BinaryExpression binary:
                Operand(binary.Left);
                Append(" ").Append(binary.Operator).Append(" ");
                Operand(binary.Right);
                break;
            case NotExpression not:
                Append("not ");
                Operand(not.Condition);
                break;
            case CaseExpression choice:
                Case(choice);
                break;
            case ScalarQuery scalar:
                Append("(select ");
                Expression(scalar.Value);
                From(scalar);
                Append(")");
                break;
            case PolicyExpression policy:
                Append("(");
                _fragments.Add(new SqlFragment(_text.Length, policy.Text.Length, policy.Path));
                Append(policy.Text).Append(")");
                break;
            default:
                Special(expression);
                break;
        }
    }

    /// <summary>What only one platform has.</summary>
    protected virtual void Special(SqlExpression expression) =>
        throw new InvalidOperationException($"No text is known for {expression.GetType().Name}.");

    protected virtual void Window(WindowExpression window)
    {
        Expression(window.Call);
        Append(" over (").Append(window.PartitionBy.Count == 0 ? "" : "partition by ");
        Separated(window.PartitionBy);
        Append(")");
    }

    // An operand binds tighter than any operator around it: brackets where that is not plain.
    protected void Operand(SqlExpression expression)
    {
        bool bracket = expression is BinaryExpression;
        Append(bracket ? "(" : "");
        Expression(expression);
        Append(bracket ? ")" : "");
    }

    // On a line of its own: with it, most lines would be wider than a terminal.
    private void From(ScalarQuery scalar)
    {
        if (scalar.From is null)
        {
            return;
        }

        _indent++;
        Line();
        _indent--;
        Append("from ").Append(scalar.From).Append(scalar.Where is null ? "" : " where " + scalar.Where);
    }

    protected void Separated(ValueList<SqlExpression> expressions)
    {
        for (int at = 0; at < expressions.Count; at++)
        {
            Append(at == 0 ? "" : ", ");
            Expression(expressions[at]);
        }
    }

    private void Case(CaseExpression choice)
    {
        Append("case");
        _indent++;
        foreach (CaseBranch branch in choice.Branches)
        {
            Line();
            Append("when ");
            Expression(branch.When);
            _indent++;
            Line();
            Append("then ");
            Expression(branch.Then);
            _indent--;
        }

        if (choice.Else is not null)
        {
            Line();
            Append("else ");
            Expression(choice.Else);
        }

        _indent--;
        Line();
        Append("end");
    }
}
