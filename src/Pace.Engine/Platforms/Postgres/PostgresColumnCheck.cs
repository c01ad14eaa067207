using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Whether a policy's fields are columns of its source, of the types that it says.</summary>
internal static class PostgresColumnCheck
{
    /// <summary>Adds the problems. False when a field is no column, or one that the login may not read.</summary>
    public static bool Run(
        PostgresSession session, DataPolicy policy, QualifiedName source, IReadOnlyList<PostgresColumn> columns, DiagnosticBag problems)
    {
        Dictionary<string, PostgresColumn> byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        HashSet<string> retained = [.. policy.RuleSets.SelectMany(ruleSet => ruleSet.Filters).OfType<RetentionFilter>()
            .Select(filter => filter.Field?.Name ?? "")];
        HashSet<string> matched = [.. policy.RuleSets.SelectMany(ruleSet => ruleSet.FieldTransforms)
            .Where(field => field.Transforms.Any(transform => transform.Action is RegexpTransform))
            .Select(field => field.Field?.Name ?? "")];
        ValueList<Field> fields = policy.Source?.Fields ?? [];
        List<string> unreadable = [];
        bool complete = true;
        for (int at = 0; at < fields.Count; at++)
        {
            Field field = fields[at];
            string path = string.Create(CultureInfo.InvariantCulture, $"source.fields[{at}]");
            if (field.NameParts.Count == 1 && byName.TryGetValue(field.NameParts[0], out PostgresColumn? column))
            {
                CheckType(field, column, path, retained.Contains(field.Name), problems);
                if (matched.Contains(field.Name))
                {
                    CheckText(column, path, problems);
                }

                if (!column.IsReadable)
                {
                    unreadable.Add(column.Name);
                }
            }
            else
            {
                problems.Add(
                    DiagnosticCodes.ColumnNotFound,
                    path + ".name_parts",
                    $"'{source}' has no column '{field.Name}'",
                    NearestName.Hint(field.Name, byName.Keys));
                complete = false;
            }
        }

        HashSet<string> covered = [.. fields.Select(field => field.Name)];
        List<string> uncovered = [.. columns.Select(column => column.Name).Where(name => !covered.Contains(name))];
        if (uncovered.Count > 0)
        {
            string list = string.Join(", ", uncovered.Select(name => $"'{name}'"));
            problems.Add(
                DiagnosticCodes.ColumnNotCovered,
                "source.fields",
                $"the views will not show column{(uncovered.Count == 1 ? "" : "s")} {list} of '{source}'");
        }

        if (unreadable.Count > 0)
        {
            string list = string.Join(", ", unreadable.Select(name => $"'{name}'"));
            problems.Add(
                DiagnosticCodes.RefusedByPlatform,
                "source.ref.integration_fqn",
                $"user '{session.Endpoint.User}' may not select {list} of '{source}', so a view of its could not either",
                "grant it SELECT on the source");
            complete = false;
        }

        return complete;
    }

    // The text of a date or a number is as the reader's session sets it: he could have it look so that nothing matches.
    private static void CheckText(PostgresColumn column, string path, DiagnosticBag problems)
    {
        if (SqlType.TryParse(column.BaseType, out SqlType type) && !type.IsText && type.Kind != SqlTypeKind.Other)
        {
            problems.Add(
                DiagnosticCodes.NotText,
                path + ".type",
                $"column '{column.Name}' is of type {column.BaseType}, and a regular expression needs text");
        }
    }

    private static void CheckType(Field field, PostgresColumn column, string path, bool decidesRetention, DiagnosticBag problems)
    {
        if (field.Type.Length == 0 || Agree(field.Type, column.Type) || Agree(field.Type, column.BaseType))
        {
            return;
        }

        string message = $"column '{column.Name}' is of type {column.Type}, and the policy says {field.Type}";
        string hint = $"write type: {column.Type}";
        bool isDate = SqlType.TryParse(column.BaseType, out SqlType type) && type.IsDateOrTimestamp;
        problems.Add(
            decidesRetention && isDate ? DiagnosticCodes.RetentionTypeDiffers : DiagnosticCodes.ColumnTypeDiffers, path + ".type", message, hint);
    }

    /// <summary>Whether two types hold values of one kind. Lengths, precisions and the kinds of text are no difference.</summary>
    internal static bool Agree(string declared, string actual)
    {
        if (!SqlType.TryParse(declared, out SqlType left) || !SqlType.TryParse(actual, out SqlType right))
        {
            return string.Equals(declared.Trim(), actual.Trim(), StringComparison.OrdinalIgnoreCase);
        }

        return (left.Kind, right.Kind) switch
        {
            (SqlTypeKind.Array, SqlTypeKind.Array) => Agree(Element(declared), Element(actual)),
            // A policy may leave out the schema of a type that stands on the search path.
            (SqlTypeKind.Other, SqlTypeKind.Other) => left.Parts[^1] == right.Parts[^1],
            _ => left.Kind == right.Kind || (left.IsText && right.IsText),
        };
    }

    private static string Element(string array) => array[..array.IndexOf('[', StringComparison.Ordinal)];
}
