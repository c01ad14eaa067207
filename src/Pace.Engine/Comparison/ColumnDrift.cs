using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Comparison;

/// <summary>A column as a table has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, as the platform writes it.</param>
/// <param name="Agrees">Whether a policy's type says the same.</param>
internal sealed record PresentColumn(string Name, string Type, Func<string, bool> Agrees);

/// <summary>How a platform changes a table's columns; null where it cannot.</summary>
internal interface IColumnStatements
{
    string? Add(string column, SqlType type);

    string? Rename(string column, string name);

    string[] SetType(string column, SqlType type);
}

/// <summary>In what a table's columns differ from a policy's fields.</summary>
internal static class ColumnDrift
{
    /// <summary>Adds what differs. True when all fields are there, so that the views can be compared too.</summary>
    /// <param name="fields">The policy's fields.</param>
    /// <param name="columns">The table's columns.</param>
    /// <param name="same">Whether two names are one.</param>
    /// <param name="hidden">The columns that the policy left out when it was applied; null: not known.</param>
    /// <param name="table">The table, for messages.</param>
    /// <param name="statements">The platform's statements.</param>
    /// <param name="report">Where to.</param>
    public static bool Find(
        IReadOnlyList<Field> fields,
        IReadOnlyList<PresentColumn> columns,
        Func<string, string, bool> same,
        IReadOnlyCollection<string>? hidden,
        string table,
        IColumnStatements statements,
        DriftReport report)
    {
        List<Field> missing = [.. fields.Where(field => !columns.Any(column => same(column.Name, field.NameParts[0])))];
        List<PresentColumn> others = [.. columns.Where(column => !fields.Any(field => same(column.Name, field.NameParts[0])))];
        List<PresentColumn> added = [.. others.Where(column => hidden is null || !hidden.Any(name => same(name, column.Name)))];
        foreach (Field field in missing)
        {
            // A new column of the same type, and no other field that it could be, is taken for the old one renamed.
            List<PresentColumn> renamed = [.. added.Where(column => column.Agrees(field.Type))];
            if (renamed.Count == 1 && missing.Count(other => renamed[0].Agrees(other.Type)) == 1)
            {
                added.Remove(renamed[0]);
                report.Add(
                    DifferenceKind.ColumnRenamed,
                    $"column '{field.Name}' is called '{renamed[0].Name}'",
                    table,
                    field.Name,
                    renamed[0].Name,
                    "Rename the column back, or rename the field in the policy and store it.",
                    Some(statements.Rename(renamed[0].Name, field.NameParts[0])));
            }
            else
            {
                string? add = SqlType.TryParse(field.Type, out SqlType type) ? statements.Add(field.NameParts[0], type) : null;
                report.Add(
                    DifferenceKind.ColumnDropped,
                    $"column '{field.Name}' is not there",
                    table,
                    field.Type.Length > 0 ? $"{field.Name} {field.Type}" : field.Name,
                    null,
                    "Add the column again (what stood in it is lost), or take the field out of the policy and store it.",
                    Some(add));
            }
        }

        foreach (Field field in fields.Except(missing))
        {
            PresentColumn column = columns.First(column => same(column.Name, field.NameParts[0]));
            if (field.Type.Length > 0 && !column.Agrees(field.Type))
            {
                string[] set = SqlType.TryParse(field.Type, out SqlType type) ? statements.SetType(column.Name, type) : [];
                // As applying says it: what stands in the column decides, and the policy's author may have meant it so.
                report.Warn(
                    DifferenceKind.ColumnRetyped,
                    $"column '{column.Name}' has another type",
                    table,
                    field.Type,
                    column.Type,
                    "Give the column its type back, or correct the field's type in the policy and store it.",
                    set);
            }
        }

        if (hidden is not null)
        {
            foreach (PresentColumn column in added)
            {
                report.Warn(
                    DifferenceKind.ColumnAdded,
                    $"column '{column.Name}' is new, and no view shows it",
                    table,
                    null,
                    $"{column.Name} {column.Type}",
                    "Add the column to source.fields and store the policy; or publish again, to leave it out.");
            }
        }

        return missing.Count == 0;
    }

    private static string[] Some(string? statement) => statement is null ? [] : [statement];
}
