using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>Makes the conditions of a view's rows.</summary>
internal sealed class FilterCompiler(SqlDialect dialect, ValueList<Field> fields, string path)
{
    /// <summary>The conditions, all of which must hold. Filters that let everything through for everybody are left out.</summary>
    public ValueList<SqlExpression> Compile(ValueList<Filter> filters) =>
        filters.Select((filter, index) => Compile(filter, $"{path}.filters[{index}]"))
            .Where(condition => condition is not BooleanLiteral { Value: true })
            .ToValueList();

    private SqlExpression Compile(Filter filter, string at) => filter switch
    {
        GenericFilter generic => Branches.Choose(dialect,
        [
            .. generic.Conditions.Select((condition, index) => (
                condition.Principals,
                Condition(condition.Condition, $"{at}.generic_filter.conditions[{index}].condition"))),
        ]),
        RetentionFilter retention => Branches.Choose(dialect,
        [
            .. retention.Conditions.Select(condition => (condition.Principals, Retain(retention.Field!, condition.Period))),
        ]),
        _ => throw new InvalidOperationException($"Nothing is known of the filter at {at}."),
    };

    private SqlExpression Condition(string text, string at) => text.Trim() switch
    {
        "true" => new BooleanLiteral(true),
        "false" => new BooleanLiteral(false),
        _ => dialect.PolicySql(text, at, fields, condition: true),
    };

    private SqlExpression Retain(Field field, RetentionPeriod? period)
    {
        if (period is null)
        {
            return new BooleanLiteral(true);
        }

        Field declared = fields.First(candidate => candidate.NameParts.Equals(field.NameParts));
        return dialect.TryReadType(declared.Type, out SqlType type) && period.Days is { } days
            ? dialect.IsYoungerThan(ColumnExpression.Of(field.NameParts), type, days)
            : throw new InvalidOperationException("A retention filter passed validation without its type or days.");
    }
}
