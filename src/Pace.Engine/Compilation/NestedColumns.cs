using Pace.Engine.Policies;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>
/// Makes columns of fields. Nested fields of one column make that column again, with the fields that the policy lists
/// and no others, at the place of the first of them.
/// </summary>
internal static class NestedColumns
{
    /// <summary>The columns, in the order of the fields.</summary>
    /// <param name="fields">The source's fields.</param>
    /// <param name="compile">Makes the value of one field.</param>
    public static ValueList<SelectColumn> Build(ValueList<Field> fields, Func<Field, SqlExpression> compile) =>
        fields.All(field => field.NameParts.Count == 1)
            ? fields.Select(field => new SelectColumn(compile(field), field.NameParts[0])).ToValueList()
            : Build(fields, 0, compile);

    private static ValueList<SelectColumn> Build(IEnumerable<Field> fields, int depth, Func<Field, SqlExpression> compile) =>
        // Only platforms on which the case of names does not count have nested fields.
        fields.GroupBy(field => field.NameParts.Count > depth + 1 || HasNested(fields, field, depth) ? Fold(field.NameParts[depth]) : field.NameParts[depth])
            .Select(group => Column([.. group], depth, compile))
            .ToValueList();

    private static SelectColumn Column(IReadOnlyList<Field> fields, int depth, Func<Field, SqlExpression> compile)
    {
        string name = fields[0].NameParts[depth];
        List<Field> nested = [.. fields.Where(field => field.NameParts.Count > depth + 1)];
        return nested.Count == 0
            ? new SelectColumn(compile(fields[0]), name)
            : new SelectColumn(
                new StructExpression(
                    ColumnExpression.Of(nested[0].NameParts.Take(depth + 1).ToValueList()), Build(nested, depth + 1, compile)),
                name);
    }

    /// <summary>Whether fields that are nested in a field stand in a list too.</summary>
    public static bool HasNested(IEnumerable<Field> fields, Field field) => HasNested(fields, field, field.NameParts.Count - 1);

    private static bool HasNested(IEnumerable<Field> fields, Field field, int depth) => fields.Any(other =>
        other.NameParts.Count > depth + 1
        && other.NameParts.Take(depth + 1).SequenceEqual(field.NameParts.Take(depth + 1), StringComparer.OrdinalIgnoreCase));

    private static string Fold(string name) => name.ToUpperInvariant();
}
