using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>Parts the readers of a view into those who see aggregates and those who see none.</summary>
internal static class AggregateArms
{
    /// <summary>
    /// Whether the one who asks sees an aggregate of any field, true or false and never NULL; null where one query does
    /// for everybody: because there are no aggregates, all see one, or the platform computes only what is read.
    /// </summary>
    public static SqlExpression? SeesAggregates(SqlDialect dialect, RuleSet ruleSet)
    {
        if (!dialect.NeedsArms)
        {
            return null;
        }

        List<ValueList<(ValueList<Principal> Principals, bool Aggregate)>> fields =
            [.. ruleSet.FieldTransforms.Select(Parts).Where(parts => parts.Any(part => part.Aggregate)).Distinct()];
        return fields.Count == 0 || fields.Any(parts => parts.All(part => part.Aggregate))
            ? null
            : fields
                .Select(parts => Branches.Choose(
                    dialect, [.. parts.Select(part => (part.Principals, (SqlExpression)new BooleanLiteral(part.Aggregate)))]))
                .Aggregate((left, right) => new BinaryExpression(left, "or", right));
    }

    // The branches in order, with those of one answer after another as one.
    private static ValueList<(ValueList<Principal> Principals, bool Aggregate)> Parts(FieldTransform fieldTransform)
    {
        List<(ValueList<Principal> Principals, bool Aggregate)> parts = [];
        foreach (Transform transform in fieldTransform.Transforms)
        {
            bool aggregate = transform.Action is AggregationTransform;
            if (parts.Count == 0 || parts[^1].Aggregate != aggregate)
            {
                parts.Add((transform.Principals, aggregate));
            }
            else
            {
                // The last is for everybody else.
                parts[^1] = (transform.Principals.Count == 0 ? [] : [.. parts[^1].Principals.Union(transform.Principals)], aggregate);
            }
        }

        return parts.ToValueList();
    }
}
