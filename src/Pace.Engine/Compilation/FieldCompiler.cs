using System.Globalization;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>Makes the expression of each column of a view.</summary>
internal sealed class FieldCompiler(SqlDialect dialect, ValueList<Field> fields, RuleSet ruleSet, string path, TokenJoins joins)
{
    /// <summary>How a field looks: as it is where the rule set says nothing of it.</summary>
    public SqlExpression Compile(Field field) => Compile(field, aggregates: true);

    /// <summary>How a field looks to those who see an aggregate of no field. Where one would be there is NULL.</summary>
    public SqlExpression WithoutAggregates(Field field) => Compile(field, aggregates: false);

    private SqlExpression Compile(Field field, bool aggregates)
    {
        ColumnExpression column = ColumnExpression.Of(field.NameParts);
        for (int at = 0; at < ruleSet.FieldTransforms.Count; at++)
        {
            FieldTransform fieldTransform = ruleSet.FieldTransforms[at];
            if (fieldTransform.Field!.NameParts.Equals(field.NameParts))
            {
                return Choose(field, column, fieldTransform, aggregates, $"{path}.field_transforms[{at}]");
            }
        }

        return column;
    }

    private SqlExpression Choose(Field field, ColumnExpression column, FieldTransform fieldTransform, bool aggregates, string at)
    {
        // NULL takes its type from its neighbours; where there are none, it is given the field's.
        bool onlyNulls = fieldTransform.Transforms.All(transform => transform.Action is NullifyTransform);
        bool IsNull(Transform transform) =>
            (transform.Action is NullifyTransform && !onlyNulls) || (transform.Action is AggregationTransform && !aggregates);

        // As a whole column it takes its type from the arm with the aggregates, which a CASE would not.
        return fieldTransform.Transforms.All(IsNull)
            ? new NullLiteral()
            : Branches.Choose(dialect,
            [
                .. fieldTransform.Transforms.Select((transform, index) => (
                    transform.Principals,
                    transform.Action switch
                    {
                        AggregationTransform aggregation when !aggregates =>
                            dialect.NoAggregate(TypeOf(field), aggregation, CastTo(aggregation)),
                        _ when IsNull(transform) => new NullLiteral(),
                        _ => Value(field, column, transform, $"{at}.transforms[{index}]"),
                    })),
            ]);
    }

    private SqlExpression Value(Field field, ColumnExpression column, Transform transform, string at)
    {
        switch (transform.Action)
        {
            case IdentityTransform:
                return dialect.Value(column, TypeOf(field));
            case NullifyTransform:
                return dialect.Null(TypeOf(field));
            case FixedTransform @fixed:
                return dialect.Fixed(@fixed.Value, TypeOf(field));
            case HashTransform hash:
                return dialect.Hash(column, TypeOf(field), hash.Seed ?? 0);
            case RegexpTransform regexp:
                return Regexp(column, TypeOf(field), regexp);
            case SqlStatementTransform statement:
                return dialect.PolicySql(statement.Statement, at + ".sql_statement.statement", fields, condition: false);
            case DetokenizeTransform detokenize:
                SqlExpression value = joins.Value(field, detokenize, transform.Principals, at + ".detokenize");
                return dialect.FirstNonNull(value, dialect.Value(column, TypeOf(field)));
            case NumericRoundingTransform rounding:
                return dialect.Round(column, TypeOf(field), rounding);
            case AggregationTransform aggregation:
                return Aggregate(column, TypeOf(field), aggregation);
            default:
                // Never the raw value: what is not understood must not look like a mask that was applied.
                throw new InvalidOperationException($"Nothing is known of the transform at {at}; validation sees to it.");
        }
    }

    private SqlExpression Aggregate(ColumnExpression column, SqlType type, AggregationTransform aggregation)
    {
        ValueList<FieldColumn> partition = aggregation.PartitionBy.Select(Find).ToValueList();
        SqlExpression value = dialect.Aggregate(column, type, aggregation, CastTo(aggregation), partition);
        if (aggregation.MinGroupSize is not { } least)
        {
            return value;
        }

        // Values are counted, not rows: the aggregate of one value among many NULLs is that value.
        SqlExpression count = dialect.Count(column, type, partition);
        return new CaseExpression(
            [new CaseBranch(new BinaryExpression(count, ">=", new NumberLiteral(least.ToString(CultureInfo.InvariantCulture))), value)], null);
    }

    private SqlType? CastTo(AggregationTransform aggregation) => aggregation.CastTo.Length > 0 ? Parse(aggregation.CastTo) : null;

    private SqlExpression Regexp(ColumnExpression column, SqlType type, RegexpTransform regexp)
    {
        if (!RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out _))
        {
            throw new InvalidOperationException("A pattern passed validation and cannot be read.");
        }

        if (regexp.Replacement.Length == 0)
        {
            return dialect.Extract(column, type, pattern);
        }

        return ReplacementTemplate.TryParse(regexp.Replacement, pattern.GroupCount, out ReplacementTemplate template, out _)
            ? dialect.Replace(column, type, pattern, template)
            : throw new InvalidOperationException("A replacement passed validation and cannot be read.");
    }

    private FieldColumn Find(Field named)
    {
        Field declared = fields.First(field => field.NameParts.Equals(named.NameParts));
        return new FieldColumn(ColumnExpression.Of(declared.NameParts), TypeOf(declared));
    }

    // Where the policy gives no type, nothing that needs one gets here.
    private SqlType TypeOf(Field field) => field.Type.Length == 0 ? SqlType.Of(SqlTypeKind.Other) : Parse(field.Type);

    private SqlType Parse(string text) => dialect.TryReadType(text, out SqlType type)
        ? type
        : throw new InvalidOperationException($"The type '{text}' passed validation and cannot be read.");
}
