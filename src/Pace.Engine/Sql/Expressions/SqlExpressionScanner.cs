namespace Pace.Engine.Sql.Expressions;

/// <summary>
/// Looks at the raw SQL that a policy may hold: a filter's condition, a <c>sql_statement</c>.
/// </summary>
/// <remarks>
/// For a text without problems, <c>(</c> + text + <c>)</c> in a larger statement is one expression in brackets: no
/// token of it reaches beyond the brackets, and there is no second statement, no comment, no parameter and no
/// sub-select in it. Whether it is a valid expression, and of which type, only the platform knows.
/// </remarks>
public static class SqlExpressionScanner
{
    /// <summary>All problems of an expression, by position; none when it can be used.</summary>
    /// <param name="text">The text of the policy.</param>
    /// <param name="rules">How the dialect's SQL falls into tokens.</param>
    /// <param name="condition">Whether it is a condition on rows, and not the value of a column.</param>
    public static IReadOnlyList<SqlProblem> Check(string text, SqlLexicalRules rules, bool condition)
    {
        ArgumentNullException.ThrowIfNull(text);
        SqlTokenizer tokenizer = new SqlTokenizer(text, rules).Run();
        SqlExpressionChecker checker = new(tokenizer.Tokens, rules, condition);
        return [.. tokenizer.Problems.Concat(checker.Run(text.Length)).OrderBy(problem => problem.Offset)];
    }

    /// <summary>The tokens of a text, whatever is wrong with it; comments among them, white space not.</summary>
    public static IReadOnlyList<SqlToken> Tokenize(string text, SqlLexicalRules rules)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SqlTokenizer(text, rules).Run().Tokens;
    }

    /// <summary>
    /// The names in an expression that are most likely columns: no function, no part of a dotted name, no type after
    /// a cast, no word that means something in SQL. Quoted names are all given but for functions and dotted ones.
    /// </summary>
    public static IReadOnlyList<SqlToken> ColumnNames(string text, SqlLexicalRules rules)
    {
        IReadOnlyList<SqlToken> tokens = Tokenize(text, rules);
        List<SqlToken> names = [];
        for (int at = 0; at < tokens.Count; at++)
        {
            SqlToken token = tokens[at];
            SqlToken before = at > 0 ? tokens[at - 1] : SqlToken.None;
            SqlToken after = at + 1 < tokens.Count ? tokens[at + 1] : SqlToken.None;
            bool name = token.Kind == SqlTokenKind.QuotedName || (token.Kind == SqlTokenKind.Word && !SqlWords.IsKnown(token.Text));
            bool elsewhere = before.IsMark(".") || before.IsMark("::") || before.IsWord("as") || before.IsWord("collate")
                || before.IsWord("over") || after.IsMark("(") || after.IsMark(".") || after.IsMark(":=")
                || after.Kind == SqlTokenKind.String || (after.Kind == SqlTokenKind.Operator && after.Text == "=>");
            if (name && !elsewhere)
            {
                names.Add(token);
            }
        }

        return names;
    }
}
