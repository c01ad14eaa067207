using System.Text;

namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>
/// Writes expressions with the brackets that PostgreSQL's precedence asks for and no others, so that readers must know
/// it too; where chance is given, also with more brackets, line breaks and upper case than are needed.
/// </summary>
/// <param name="chance">Says yes one time in so many; null: never.</param>
public sealed class SqlText(Func<int, bool>? chance = null)
{
    // From loose to tight, as PostgreSQL's documentation lists them (4.1.6).
    private enum Level
    {
        Or,
        And,
        Not,
        Is,
        Comparison,
        Range,
        Other,
        Sum,
        Product,
        Sign,
        Primary,
    }

    private static readonly HashSet<string> Reserved =
    [
        "all", "and", "any", "as", "between", "case", "cast", "check", "collate", "column", "create", "date", "default", "desc", "distinct",
        "do", "else", "end", "escape", "except", "false", "for", "from", "grant", "group", "having", "in", "is", "isnull", "like",
        "limit", "not", "notnull", "null", "offset", "on", "or", "order", "primary", "select", "some", "table", "then", "time",
        "timestamp", "to", "true", "unique", "user", "using", "values", "when", "where", "window", "with",
    ];

    public string Write(Expr expr) => At(expr, Level.Or);

    private string At(Expr expr, Level needed)
    {
        (string text, Level level) = Text(expr);
        return level < needed || Chance(25) ? $"({Space()}{text}{Space()})" : text;
    }

    private (string Text, Level Level) Text(Expr expr)
    {
        switch (expr)
        {
            case Column column:
                return (Name(column.Name), Level.Primary);
            case Literal literal:
                return (literal.Text, literal.Text.StartsWith('-') ? Level.Sign : Level.Primary);
            // Two minus signs would begin a comment.
            case Negate negate:
                return ("-" + At(negate.Operand, negate.Operand is Column ? Level.Primary : Level.Primary + 1), Level.Sign);
            case Arithmetic { Operator: '*' } product:
                return Binary(product.Left, Level.Product, "*", product.Right, Level.Sign, Level.Product);
            case Arithmetic sum:
                return Binary(sum.Left, Level.Sum, sum.Operator.ToString(), sum.Right, Level.Product, Level.Sum);
            case Concat concat:
                return Binary(concat.Left, Level.Other, "||", concat.Right, Level.Sum, Level.Other);
            case Compare { Operator: ['i', ..] } compare:
                return Binary(compare.Left, Level.Comparison, Word(compare.Operator), compare.Right, Level.Comparison, Level.Is);
            case Compare compare:
                return Binary(compare.Left, Level.Range, compare.Operator, compare.Right, Level.Range, Level.Comparison);
            case Logic logic:
                return Binary(
                    logic.Left, logic.IsAnd ? Level.And : Level.Or, Word(logic.IsAnd ? "and" : "or"),
                    logic.Right, logic.IsAnd ? Level.Not : Level.And, logic.IsAnd ? Level.And : Level.Or);
            case Not not:
                return ($"{Word("not")} {At(not.Operand, Level.Not)}", Level.Not);
            case Is @is:
                return ($"{At(@is.Operand, Level.Comparison)} {Word("is" + Negation(@is.Negated, " not"))} {Word(@is.What)}", Level.Is);
            case In @in:
                return ($"{At(@in.Operand, Level.Other)} {Word(Negation(@in.Negated, "not ") + "in")} ({Items(@in.Items)})", Level.Range);
            case Between between:
                return ($"{At(between.Operand, Level.Other)} {Word(Negation(between.Negated, "not ") + "between")} "
                    + $"{At(between.Low, Level.Other)} {Word("and")} {At(between.High, Level.Other)}", Level.Range);
            case Like like:
                string escape = like.Escape is null ? "" : $" {Word("escape")} {String(like.Escape)}";
                return ($"{At(like.Operand, Level.Other)} {Word(Negation(like.Negated, "not ") + "like")} {At(like.Pattern, Level.Other)}{escape}", Level.Range);
            case Case @case:
                return (CaseText(@case), Level.Primary);
            case Coalesce coalesce:
                return ($"{Word("coalesce")}({Items(coalesce.Items)})", Level.Primary);
            case NullIf nullIf:
                return ($"{Word("nullif")}({Items([nullIf.Left, nullIf.Right])})", Level.Primary);
            default:
                throw new InvalidOperationException($"Nothing is known of {expr.GetType().Name}.");
        }
    }

    private (string Text, Level Level) Binary(Expr left, Level leftLevel, string @operator, Expr right, Level rightLevel, Level level) =>
        ($"{At(left, leftLevel)}{Space()} {@operator} {Space()}{At(right, rightLevel)}", level);

    private string CaseText(Case @case)
    {
        StringBuilder text = new(Word("case"));
        text.Append(@case.Subject is { } subject ? " " + At(subject, Level.Or) : "");
        foreach ((Expr when, Expr then) in @case.Branches)
        {
            text.Append(' ').Append(Word("when")).Append(' ').Append(At(when, Level.Or)).Append(Space())
                .Append(' ').Append(Word("then")).Append(' ').Append(At(then, Level.Or));
        }

        text.Append(@case.Else is { } otherwise ? $" {Word("else")} {At(otherwise, Level.Or)}" : "");
        return text.Append(' ').Append(Word("end")).ToString();
    }

    private string Items(IReadOnlyList<Expr> items) => string.Join($",{Space()} ", items.Select(item => At(item, Level.Or)));

    private static string Negation(bool negated, string word) => negated ? word : "";

    /// <summary>A name; in quotes where it would be folded or is a word of the language.</summary>
    private string Name(string name)
    {
        bool plain = name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
            && char.IsAsciiLetterLower(name[0]) && !Reserved.Contains(name);
        return !plain || Chance(5) ? Quoted(name) : Word(name);
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string String(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Word(string word) => Chance(6) ? word.ToUpperInvariant() : word;

    private string Space() => Chance(30) ? "\n" : Chance(30) ? "  " : "";

    private bool Chance(int oneIn) => chance?.Invoke(oneIn) ?? false;
}
