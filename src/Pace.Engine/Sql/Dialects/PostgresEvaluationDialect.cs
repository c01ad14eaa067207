using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pace.Engine.Compilation;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// PostgreSQL for one audience, over temporary tables: who is a member of what is said by the audience, the source and
/// the token tables in hand stand in temporary tables, and rows keep the source's order. All else is as in a view.
/// </summary>
internal sealed class PostgresEvaluationDialect(Audience audience, PostgresStandIns tables) : PostgresDialect
{
    /// <summary>Names need no schema: the source is a temporary table, and no target is made.</summary>
    internal override string? ProblemOfName(QualifiedName name) =>
        name.Parts.Select(PostgresText.ProblemOfName).FirstOrDefault(problem => problem is not null);

    /// <summary>Groups need not be there, so any name does.</summary>
    internal override string? ProblemOfGroup(string name) => null;

    // In a scalar sub-select as in a view: the planner would otherwise cut branches off, and with them their errors.
    internal override SqlExpression IsMember(ValueList<string> groups) =>
        new ScalarQuery(new BooleanLiteral(groups.Any(audience.Groups.Contains)));

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query)
    {
        (string text, ValueList<SqlFragment> fragments) = base.Write(query with
        {
            From = tables.Source,
            Joins = query.Joins
                .Select(join => tables.TryFind(join, out StandInTable? table) ? join with { Table = table.Name } : join)
                .ToValueList(),
            OrderBy = tables.RowNumber,
        });
        return (Unqualified(text, fragments, query.From), fragments);
    }

    // The policy's own SQL may write the source with its schema, in which the temporary table is not. Blanks take the
    // schema's place, so that every other place stays.
    private string Unqualified(string text, ValueList<SqlFragment> fragments, QualifiedName source)
    {
        if (source.Schema is not { } schema)
        {
            return text;
        }

        StringBuilder changed = new(text);
        foreach (SqlFragment fragment in fragments)
        {
            IReadOnlyList<SqlToken> tokens = SqlExpressionScanner.Tokenize(text.Substring(fragment.Start, fragment.Length), LexicalRules);
            for (int at = 0; at + 4 < tokens.Count; at++)
            {
                if (Names(tokens[at], schema) && tokens[at + 1].IsMark(".") && Names(tokens[at + 2], source.Name) && tokens[at + 3].IsMark(".")
                    && !(at > 0 && tokens[at - 1].IsMark(".")))
                {
                    int start = fragment.Start + tokens[at].Offset;
                    int length = tokens[at + 1].Offset + 1 - tokens[at].Offset;
                    changed.Remove(start, length).Insert(start, new string(' ', length));
                }
            }
        }

        return changed.ToString();
    }

    private static bool Names(SqlToken token, string name) => token.Kind switch
    {
        SqlTokenKind.QuotedName => token.Value == name,
        SqlTokenKind.Word => token.IsWord(name) && !name.Any(char.IsAsciiLetterUpper),
        _ => false,
    };
}

/// <summary>The temporary tables that stand in for the source and for token tables, and their names.</summary>
internal sealed class PostgresStandIns
{
    // In quotes only, and with a blank and a colon: no column that somebody has.
    private const string Stem = "pace: ";

    private readonly Dictionary<(QualifiedName Table, string Token, string Value, string Column), StandInTable> _tokens = [];

    /// <param name="source">The source's name in the policy.</param>
    /// <param name="fields">The source's fields.</param>
    public PostgresStandIns(QualifiedName source, ValueList<Field> fields)
    {
        Source = Temporary(source.Name);
        RowNumber = Stem + "row";
        while (fields.Any(field => field.NameParts[0] == RowNumber))
        {
            RowNumber += ":";
        }
    }

    /// <summary>The table with the source's rows. It has the source's last name, which the policy's own SQL may write.</summary>
    public QualifiedName Source { get; }

    /// <summary>The column that says which row came first.</summary>
    public string RowNumber { get; }

    /// <summary>The tables with tokens.</summary>
    public IEnumerable<StandInTable> Tokens => _tokens.Values;

    /// <summary>The name of a view in the transaction.</summary>
    public QualifiedName View(int at)
    {
        string name = $"{Stem}view {at}";
        return Temporary(name == Source.Name ? name + ":" : name);
    }

    /// <summary>Lets a table in hand stand for a column's token table.</summary>
    /// <param name="source">The token table, and its columns.</param>
    /// <param name="field">The field that holds tokens; those of the table, and their values, are of its type.</param>
    public void Add(TokenSource source, Field field)
    {
        string name = $"{Stem}tokens {_tokens.Count}";
        _tokens.TryAdd(
            (source.Table, source.TokenColumn, source.ValueColumn, source.SourceColumn),
            new StandInTable(Temporary(name == Source.Name ? name + ":" : name), source, field));
    }

    /// <summary>The table that stands in for a join's, if one does.</summary>
    public bool TryFind(TokenJoin join, [NotNullWhen(true)] out StandInTable? table) =>
        _tokens.TryGetValue((join.Table, join.TokenColumn, join.ValueColumn, join.SourceColumn), out table);

    private static QualifiedName Temporary(string name) => new(["pg_temp", name]);
}

/// <summary>A temporary table with tokens and their values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The token table that it stands in for.</param>
/// <param name="Field">The field of the source that holds tokens.</param>
internal sealed record StandInTable(QualifiedName Name, TokenSource Source, Field Field);
