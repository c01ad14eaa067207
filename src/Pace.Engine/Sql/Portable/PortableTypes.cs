using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>The types that columns of a view have on PostgreSQL, worked out without it.</summary>
internal static class PortableTypes
{
    private static readonly SqlType Text = SqlType.Of(SqlTypeKind.Text);

    /// <summary>
    /// The type of a field in a rule set's view: the field's own where nothing is done with it, else the type that the
    /// branches' values have in common (hash of a number: bigint; rounding: numeric; sum of integer: bigint; ...).
    /// </summary>
    /// <returns>
    /// Null where the branches have none in common, or one cannot be known; <see cref="PortableRules"/> reports it.
    /// </returns>
    public static SqlType? OfColumn(ValueList<Field> fields, int field, RuleSet ruleSet, SqlLexicalRules rules)
    {
        Field column = fields[field];
        FieldTransform? transform = ruleSet.FieldTransforms.FirstOrDefault(candidate => column.NameParts.Equals(candidate.Field?.NameParts));
        if (transform is null || transform.Transforms.All(branch => branch.Action is IdentityTransform or NullifyTransform))
        {
            return OfField(column);
        }

        IReadOnlyList<SqlType>? types = OfBranches(fields, column, transform, rules);
        return types is { Count: 0 } ? OfField(column) : Common(types);
    }

    /// <summary>A field's own type; of the kind Other where the policy gives none.</summary>
    public static SqlType? OfField(Field field) =>
        field.Type.Length == 0 ? SqlType.Of(SqlTypeKind.Other) : SqlType.TryParse(field.Type, out SqlType type) ? type : null;

    /// <summary>The types of the branches' values, without those that take any; null where one cannot be known.</summary>
    public static IReadOnlyList<SqlType>? OfBranches(
        ValueList<Field> fields, Field column, FieldTransform transform, SqlLexicalRules rules)
    {
        List<SqlType> types = [];
        foreach (Transform branch in transform.Transforms)
        {
            switch (branch.Action)
            {
                case NullifyTransform:
                    continue;
                case SqlStatementTransform statement:
                    if (!PortableReader.TryRead(statement.Statement, fields, rules, condition: false, out PortableExpression expression, out _))
                    {
                        return null;
                    }

                    if (expression is PortableLiteral { IsUntyped: true } untyped)
                    {
                        types.AddRange(untyped.Value is null && transform.Transforms.Count > 1 ? [] : [Text]);
                        continue;
                    }

                    types.Add(expression.Type);
                    continue;
            }

            if (OfField(column) is not { } type || OfAction(branch.Action, type) is not { } result)
            {
                return null;
            }

            types.Add(result);
        }

        return types;
    }

    // One type for all, if there is one; texts are text where they are not all the same.
    private static SqlType? Common(IReadOnlyList<SqlType>? types)
    {
        if (types is not { Count: > 0 })
        {
            return null;
        }

        SqlType common = types[0];
        foreach (SqlType type in types.Skip(1))
        {
            if (type.Equals(common))
            {
                continue;
            }

            if (PortableKinds.Common(common.Kind, type.Kind) is not { } kind || kind is SqlTypeKind.Other or SqlTypeKind.Array)
            {
                return null;
            }

            common = SqlType.Of(kind);
        }

        return common;
    }

    /// <summary>Whether there is a type that all have in common.</summary>
    public static bool HaveCommon(IReadOnlyList<SqlType> types) => types.Count == 0 || Common(types) is not null;

    // What PostgreSQL's dialect makes of each transform.
    private static SqlType? OfAction(TransformAction? action, SqlType type) => action switch
    {
        IdentityTransform or FixedTransform => type,
        DetokenizeTransform => Bare(type),
        HashTransform => type.IsText ? Text : SqlType.Of(SqlTypeKind.BigInt),
        RegexpTransform => Text,
        NumericRoundingTransform => SqlType.Of(SqlTypeKind.Numeric),
        AggregationTransform aggregation => OfAggregate(aggregation, type),
        _ => null,
    };

    /// <summary>The type of an aggregate of a type's values.</summary>
    public static SqlType OfAggregate(AggregationTransform aggregation, SqlType type)
    {
        SqlType cast = aggregation.CastTo.Length > 0 && SqlType.TryParse(aggregation.CastTo, out SqlType castTo)
            ? castTo
            : SqlType.Of(SqlTypeKind.Numeric);
        SqlTypeKind kind = (aggregation.Aggregation, type.Kind) switch
        {
            (AggregationKind.Avg, _) => aggregation.Precision is null && cast.Kind is SqlTypeKind.Real or SqlTypeKind.Double
                ? SqlTypeKind.Double
                : SqlTypeKind.Numeric,
            (AggregationKind.Sum, SqlTypeKind.SmallInt or SqlTypeKind.Integer) => SqlTypeKind.BigInt,
            (AggregationKind.Sum, SqlTypeKind.BigInt) => SqlTypeKind.Numeric,
            (_, SqlTypeKind.VarChar) => SqlTypeKind.Text,
            _ => type.Kind,
        };
        return kind == type.Kind ? Bare(type) : SqlType.Of(kind);
    }

    // Functions give a type without its length; names of other types are kept.
    private static SqlType Bare(SqlType type) =>
        type.Kind == SqlTypeKind.VarChar ? Text : type.Kind is SqlTypeKind.Other or SqlTypeKind.Array ? type : SqlType.Of(type.Kind);
}
