using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>Reads a policy's own SQL where it is of the portable subset (docs/policies.md).</summary>
internal static class PortableReader
{
    /// <summary>Reads an expression. On failure names every construct that stands outside of the subset.</summary>
    /// <param name="text">The text, which <see cref="SqlExpressionScanner"/> has no problem with.</param>
    /// <param name="fields">The source's fields.</param>
    /// <param name="rules">
    /// How the policy's platform reads names: where it folds to lower case, an unquoted name is that of a lower-case
    /// field; where case does not count, of the field whatever its case.
    /// </param>
    /// <param name="condition">Whether it must be boolean.</param>
    /// <param name="expression">The expression, when the result is true.</param>
    /// <param name="problems">What stands outside, by position; messages name the construct.</param>
    public static bool TryRead(
        string text, ValueList<Field> fields, SqlLexicalRules rules, bool condition,
        out PortableExpression expression, out IReadOnlyList<SqlProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SqlProblem> found = [];
        PortableExpression? read = null;
        if (PortableParser.Parse(text, rules, found) is { } syntax)
        {
            PortableTyper typer = new(new PortableNames(fields, rules), found);
            read = condition ? typer.Condition(syntax) : typer.Statement(syntax);
        }

        problems = [.. found.Distinct().OrderBy(problem => problem.Offset)];
        expression = found.Count == 0 ? read! : null!;
        return expression is not null;
    }
}
