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
        if (transform is null || transform.Transforms.All(branch => branch.Action is IdentityTransform)
            || transform.Transforms.All(branch => branch.Action is NullifyTransform))
        {
            return OfField(column);
        }

        IReadOnlyList<SqlType>? types = OfBranches(fields, column, transform, rules);

        // NULL has no length, and so the column has none.
        return Common(types) is not { } common ? null
            : types!.Count < transform.Transforms.Count ? common with { Arguments = [] }
            : common;
    }

    /// <summary>A field's own type; of the kind Other where the policy gives none.</summary>
    public static SqlType? OfField(Field field) =>
        field.Type.Length == 0 ? SqlType.Of(SqlTypeKind.Other) : SqlType.TryParse(field.Type, out SqlType type) ? type : null;

    /// <summary>The types of the branches' values, without those that take any; null where one cannot be known.</summary>
    public static IReadOnlyList<SqlType>? OfBranches(
        ValueList<Field> fields, Field column, FieldTransform transform, SqlLexicalRules rules)
    {
        List<SqlType> types = [];
        bool untyped = false;
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

                    if (expression is PortableLiteral { IsUntyped: true, Value: null })
                    {
                        untyped = true;
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

        // A NULL that is written as SQL is text where nothing else gives it a type.
        return types.Count == 0 && untyped ? [Text] : types;
    }

    // One type for all, if there is one that values are brought to alike everywhere.
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

            SqlTypeKind?[] kinds = [common.Kind, type.Kind];
            bool sameKind = common.Kind == type.Kind && type.Kind is not (SqlTypeKind.Other or SqlTypeKind.Array);
            bool computing = PortableKinds.Computing(common) is not null && PortableKinds.Computing(type) is not null;
            if (!(sameKind || computing) || PortableKinds.Common(common.Kind, type.Kind) is not { } kind || PortableKinds.DependsOnZone(kind, kinds))
            {
                return null;
            }

            common = SqlType.Of(kind);
        }

        return common;
    }

    /// <summary>Whether there is a type that all have in common, to which memory brings values as PostgreSQL does.</summary>
    public static bool HaveCommon(IReadOnlyList<SqlType> types) => types.Count == 0 || Common(types) is not null;

    /// <summary>Whether PostgreSQL has a type for all: of one category, however it brings values to it.</summary>
    public static bool HaveCommonOnPlatform(IReadOnlyList<SqlType> types) =>
        types.All(type => type.IsNumeric) || types.All(type => type.IsText) || types.All(type => type.IsDateOrTimestamp);

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
