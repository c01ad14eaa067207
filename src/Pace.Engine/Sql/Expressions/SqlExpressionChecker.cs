using System.Collections.Frozen;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Finds in a row of tokens what an expression cannot have.</summary>
internal sealed class SqlExpressionChecker(IReadOnlyList<SqlToken> tokens, SqlLexicalRules rules, bool condition)
{
    // These begin statements or clauses wherever they stand; as a column's name they can be quoted.
    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["select"] = "begins a sub-select",
        ["table"] = "reads another table",
        ["insert"] = "changes data",
        ["update"] = "changes data",
        ["delete"] = "changes data",
        ["merge"] = "changes data",
        ["into"] = "writes a table",
        ["union"] = "joins a second query",
        ["intersect"] = "joins a second query",
        ["except"] = "joins a second query",
        ["minus"] = "joins a second query",
        ["returning"] = "gives rows of a statement",
        ["lateral"] = "reads another table",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Where FROM belongs to the notation of a function's arguments.
    private static readonly FrozenSet<string> FromFunctions =
        SqlWords.Words("extract substring substr trim overlay");

    // Words that begin a statement, or a clause that stands around the expression, when another word follows.
    private static readonly FrozenSet<string> Openers = SqlWords.Words("""
        alter analyze and attach begin by call comment commit copy create declare deallocate detach do drop
        execute explain grant group having limit listen lock notify offset on or order pragma prepare
        release reset revoke rollback savepoint set show truncate use vacuum when where
        """);

    // These have no other use, so that nothing needs to follow.
    private static readonly FrozenSet<string> OpenersAlways =
        SqlWords.Words("and having on or order when where");

    // After these, the word before was a column.
    private static readonly FrozenSet<string> Continuations =
        SqlWords.Words("and at between collate glob ilike in is isnull like match not notnull or regexp rlike similar");

    private readonly List<SqlProblem> _problems = [];

    // The open brackets, each with the word that stands before it.
    private readonly Stack<(SqlToken Open, string Function)> _open = new();

    public IReadOnlyList<SqlProblem> Run(int length)
    {
        if (tokens.Count == 0)
        {
            Report(new SqlProblem(0, 0, "the expression is empty", null));
        }
        else
        {
            Opener();
        }

        for (int at = 0; at < tokens.Count; at++)
        {
            switch (tokens[at].Kind)
            {
                case SqlTokenKind.Word:
                    Word(at);
                    break;
                case SqlTokenKind.QuotedName:
                    Function(at);
                    break;
                case SqlTokenKind.Punctuation:
                    Mark(at);
                    break;
                case SqlTokenKind.Operator when tokens[at].Text[0] == '*' && Before(at).IsMark("."):
                    Refuse(at, ".* stands for all columns of a row, those too that the policy does not list", "name the columns");
                    break;
            }
        }

        foreach ((SqlToken open, _) in _open)
        {
            Report(new SqlProblem(open.Offset, 1, $"{open.Text} is not closed", $"add {Closing(open.Text)}"));
        }

        return _problems;
    }

    private void Opener()
    {
        SqlToken first = tokens[0];
        if (first.Kind != SqlTokenKind.Word || !Openers.Contains(first.Text))
        {
            return;
        }

        bool followed = After(0).Kind == SqlTokenKind.QuotedName
            || (After(0).Kind == SqlTokenKind.Word && !Continuations.Contains(After(0).Text));
        if (followed || OpenersAlways.Contains(first.Text))
        {
            string hint = first.IsWord("where") || first.IsWord("having") ? $"leave {first.Text} out" : "write one expression that gives a value";
            Refuse(0, $"{first.Text} begins no expression", hint);
        }
    }

    private void Word(int at)
    {
        SqlToken token = tokens[at];
        if (Before(at).IsMark(".") && !After(at).IsMark("("))
        {
            // Part of a dotted name; of a sequence's, these two take its next number.
            if (token.IsWord("nextval") || token.IsWord("currval"))
            {
                Refuse(at, $"{token.Text} does more than compute a value: it reads or changes something else", "leave it out");
            }

            return;
        }

        if (Refused.TryGetValue(token.Text, out string? does))
        {
            Refuse(at, $"{token.Text} {does}", $"leave it out; a column of that name is written {Quoted(token.Text)}");
        }
        else if (token.IsWord("values") && After(at).IsMark("("))
        {
            Refuse(at, "values begins a sub-select", "leave it out");
        }
        else if (token.IsWord("with") && !IsWith(After(at)))
        {
            Refuse(at, "with begins a sub-select", $"leave it out; a column of that name is written {Quoted("with")}");
        }
        else if (token.IsWord("from") && !IsFrom(at))
        {
            Refuse(at, "from reads another table", $"leave it out; a column of that name is written {Quoted("from")}");
        }
        else if (token.IsWord("in") && !IsIn(at))
        {
            Refuse(at, "in without a list in brackets reads another table", "write in (1, 2, 3)");
        }
        else if (condition && token.IsWord("over") && (After(at).IsMark("(") || After(at).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName))
        {
            Refuse(at, "a condition on rows cannot have a window function", "use it in a sql_statement");
        }
        else
        {
            Function(at);
        }
    }

    private void Function(int at)
    {
        if (After(at).IsMark("(") && SqlFunctions.DoesMoreThanCompute(tokens[at].Value))
        {
            Refuse(at, $"{tokens[at].Text} does more than compute a value: it reads or changes something else", "leave it out");
        }
    }

    private void Mark(int at)
    {
        SqlToken token = tokens[at];
        switch (token.Text)
        {
            case "(" or "[" or "{":
                _open.Push((token, Before(at) is { Kind: SqlTokenKind.Word } word ? word.Text : ""));
                break;
            case ")" or "]" or "}":
                Close(at);
                break;
            case ";":
                Refuse(at, "; ends the statement", "leave it out: a policy holds one expression");
                break;
            case "," when _open.Count == 0:
                Refuse(at, "a comma outside of brackets begins a second column", "write one expression that gives one value");
                break;
            case ":" when !rules.ColonPaths && !InSubscript():
                Refuse(at, "a single colon has no place here", "write :: for a cast; a policy has no parameters");
                break;
        }
    }

    private void Close(int at)
    {
        if (_open.Count == 0)
        {
            Refuse(at, $"{tokens[at].Text} closes nothing", "remove it, or open a bracket before it");
            return;
        }

        (SqlToken open, _) = _open.Pop();
        if (Closing(open.Text) != tokens[at].Text)
        {
            Refuse(at, $"{tokens[at].Text} closes a {open.Text}", $"write {Closing(open.Text)}");
        }
    }

    private bool InSubscript() => _open.Count > 0 && _open.Peek().Open.Text == "[";

    // timestamp with time zone, json_object(... with unique keys), json_query(... with wrapper)
    private static bool IsWith(SqlToken next) => next.IsWord("time") || next.IsWord("unique") || next.IsWord("wrapper");

    private bool IsFrom(int at) =>
        (_open.Count > 0 && FromFunctions.Contains(_open.Peek().Function))
        || (Before(at).IsWord("distinct") && at > 1 && (tokens[at - 2].IsWord("is") || tokens[at - 2].IsWord("not")));

    private bool IsIn(int at) =>
        After(at).IsMark("(") || After(at).IsWord("unnest") || (_open.Count > 0 && _open.Peek().Function.Equals("position", StringComparison.OrdinalIgnoreCase));

    private string Quoted(string name) => rules.NameQuotes[0] + name + rules.NameQuotes[0];

    private SqlToken Before(int at) => at > 0 ? tokens[at - 1] : SqlToken.None;

    private SqlToken After(int at) => at + 1 < tokens.Count ? tokens[at + 1] : SqlToken.None;

    private static string Closing(string open) => open switch { "(" => ")", "[" => "]", _ => "}" };

    private void Refuse(int at, string message, string? hint) =>
        Report(new SqlProblem(tokens[at].Offset, tokens[at].Text.Length, message, hint));

    private void Report(SqlProblem problem) => _problems.Add(problem);
}
