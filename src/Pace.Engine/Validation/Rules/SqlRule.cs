using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Validation.Rules;

/// <summary>The policy's own SQL is one expression each, and names no column that looks misspelt.</summary>
internal sealed class SqlRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        SqlLexicalRules rules = SqlLexicalRules.Of(context.Platform);
        foreach ((Filter item, string path) in context.Filters)
        {
            if (item is GenericFilter generic)
            {
                for (int at = 0; at < generic.Conditions.Count; at++)
                {
                    Check(context, rules, generic.Conditions[at].Condition, $"{path}.conditions[{at}].condition", condition: true);
                }
            }
        }

        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is SqlStatementTransform statement)
            {
                Check(context, rules, statement.Statement, transform.Path + ".sql_statement.statement", condition: false);
            }
        }
    }

    private static void Check(PolicyContext context, SqlLexicalRules rules, string text, string path, bool condition)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            context.Report(
                DiagnosticCodes.EmptyCondition, path, condition ? "the condition is empty" : "the statement is empty",
                condition ? "write \"true\" to let every row through" : "write the expression");
            return;
        }

        IReadOnlyList<SqlProblem> problems = SqlExpressionScanner.Check(text, rules, condition);
        foreach (SqlProblem problem in problems)
        {
            context.Report(
                DiagnosticCodes.SqlUnsafe, path,
                string.Create(CultureInfo.InvariantCulture, $"the {(condition ? "condition" : "statement")}, character {problem.Offset + 1}: {problem.Message}"),
                problem.Hint);
        }

        if (problems.Count == 0)
        {
            Names(context, rules, text, path);
        }
    }

    // An expression may use columns that the policy does not list, so a name is only doubted where a field is near.
    private static void Names(PolicyContext context, SqlLexicalRules rules, string text, string path)
    {
        string[] fields = [.. context.Fields.Where(field => field.NameParts.Count > 0).Select(field => field.NameParts[0])];
        string? table = QualifiedName.TryParse(context.Policy.Id, out QualifiedName source, out _) ? source.Name : null;
        foreach (SqlToken token in SqlExpressionScanner.ColumnNames(text, rules).DistinctBy(token => token.Text))
        {
            bool quoted = token.Kind == SqlTokenKind.QuotedName;
            string name = quoted ? token.Value : rules.Folding switch
            {
                NameFolding.Lower => token.Value.ToLowerInvariant(),
                NameFolding.Upper => token.Value.ToUpperInvariant(),
                _ => token.Value,
            };
            StringComparison comparison = rules.Folding == NameFolding.Insensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            bool isField = Array.Exists(fields, field => field.Equals(name, comparison));
            if (!isField && name.Equals(table, comparison))
            {
                context.Report(
                    DiagnosticCodes.SqlUnsafe, path,
                    $"{token.Text} stands for a whole row of the source, with the columns too that the policy does not list",
                    "name the columns; one that is called like the source must stand among its fields");
                continue;
            }

            if (isField || NearestName.Find(name, fields) is not { } near)
            {
                continue;
            }

            char quote = rules.NameQuotes[0];
            string spelling = SqlWords.IsPlainName(near, rules) ? near : $"{quote}{near}{quote}";
            context.Report(DiagnosticCodes.NearField, path, $"the source has no field {token.Text}", $"did you mean {spelling}?");
        }
    }
}
