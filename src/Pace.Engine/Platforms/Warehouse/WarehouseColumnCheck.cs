using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>Whether a policy's fields are columns of its source, of the types that it says.</summary>
internal static class WarehouseColumnCheck
{
    /// <summary>Adds the problems. False when a field is no column.</summary>
    public static bool Run(SqlDialect dialect, DataPolicy policy, QualifiedName source, ValueList<Field> columns, DiagnosticBag problems)
    {
        Dictionary<ValueList<string>, Field> byName = columns.ToDictionary(column => column.NameParts);
        HashSet<string> retained = [.. policy.RuleSets.SelectMany(ruleSet => ruleSet.Filters).OfType<RetentionFilter>()
            .Select(filter => filter.Field?.Name ?? "")];
        HashSet<string> matched = [.. policy.RuleSets.SelectMany(ruleSet => ruleSet.FieldTransforms)
            .Where(field => field.Transforms.Any(transform => transform.Action is RegexpTransform))
            .Select(field => field.Field?.Name ?? "")];
        ValueList<Field> fields = policy.Source?.Fields ?? [];
        bool complete = true;
        for (int at = 0; at < fields.Count; at++)
        {
            Field field = fields[at];
            string path = string.Create(CultureInfo.InvariantCulture, $"source.fields[{at}]");
            if (!byName.TryGetValue(field.NameParts, out Field? column))
            {
                problems.Add(
                    DiagnosticCodes.ColumnNotFound,
                    path + ".name_parts",
                    $"'{source}' has no column '{field.Name}'",
                    NearestName.Hint(field.Name, columns.Select(known => known.Name)));
                complete = false;
                continue;
            }

            CheckType(dialect, field, column, path, retained.Contains(field.Name), problems);
            if (matched.Contains(field.Name) && dialect.TryReadType(column.Type, out SqlType type)
                && !type.IsText && type.Kind != SqlTypeKind.Other)
            {
                problems.Add(
                    DiagnosticCodes.NotText,
                    path + ".type",
                    $"column '{column.Name}' is of type {column.Type}, and a regular expression needs text");
            }
        }

        List<string> uncovered = [.. columns.Where(column => !IsCovered(column, fields)).Select(column => column.Name)];
        if (uncovered.Count > 0)
        {
            problems.Add(
                DiagnosticCodes.ColumnNotCovered,
                "source.fields",
                $"the views will not show column{(uncovered.Count == 1 ? "" : "s")} {string.Join(", ", uncovered.Select(name => $"'{name}'"))} of '{source}'");
        }

        return complete;
    }

    // A column with fields is shown by itself, or by each of its fields.
    private static bool IsCovered(Field column, ValueList<Field> fields) => fields.Any(field =>
        column.NameParts.Take(field.NameParts.Count).SequenceEqual(field.NameParts)
        || field.NameParts.Take(column.NameParts.Count).SequenceEqual(column.NameParts));

    private static void CheckType(
        SqlDialect dialect, Field field, Field column, string path, bool decidesRetention, DiagnosticBag problems)
    {
        if (field.Type.Length == 0 || Agree(dialect, field.Type, column.Type))
        {
            return;
        }

        bool isDate = dialect.TryReadType(column.Type, out SqlType type) && type.IsDateOrTimestamp;
        problems.Add(
            decidesRetention && isDate ? DiagnosticCodes.RetentionTypeDiffers : DiagnosticCodes.ColumnTypeDiffers,
            path + ".type",
            $"column '{column.Name}' is of type {column.Type}, and the policy says {field.Type}",
            $"write type: {column.Type}");
    }

    /// <summary>
    /// Whether two types hold values of one kind. Lengths, precisions and the kinds of text are no difference, and neither is
    /// what a warehouse keeps as one number type.
    /// </summary>
    public static bool Agree(SqlDialect dialect, string declared, string actual)
    {
        if (!dialect.TryReadType(declared, out SqlType left) || !dialect.TryReadType(actual, out SqlType right))
        {
            return string.Equals(declared.Trim(), actual.Trim(), StringComparison.OrdinalIgnoreCase);
        }

        return left.Kind == right.Kind
            || (left.IsText && right.IsText)
            || (left.IsInteger && right.IsInteger)
            || (left.IsInteger && right.Kind == SqlTypeKind.Numeric && right.Arguments is [_] or [_, 0])
            || (left.Kind is SqlTypeKind.Real or SqlTypeKind.Double && right.Kind is SqlTypeKind.Real or SqlTypeKind.Double);
    }
}
