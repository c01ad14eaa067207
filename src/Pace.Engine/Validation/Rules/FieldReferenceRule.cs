using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>
/// Every field that a rule set names is one of the source's, in the very spelling: a transform on another spelling
/// would not be applied, and the column would be shown as it is.
/// </summary>
internal sealed class FieldReferenceRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach ((FieldTransform item, string path) in context.FieldTransforms)
        {
            FieldNames.CheckReference(context, item.Field, path + ".field", "the field transform");
        }

        foreach ((Filter item, string path) in context.Filters)
        {
            if (item is RetentionFilter retention)
            {
                FieldNames.CheckReference(context, retention.Field, path + ".field", "the retention filter");
            }
        }

        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is AggregationTransform aggregation)
            {
                for (int at = 0; at < aggregation.PartitionBy.Count; at++)
                {
                    FieldNames.CheckReference(context, aggregation.PartitionBy[at], $"{transform.Path}.aggregation.partition_by[{at}]", "the partition");
                }
            }
        }
    }
}
