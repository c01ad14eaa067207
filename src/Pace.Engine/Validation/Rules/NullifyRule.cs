using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A column of nothing but NULL takes its type from the field.</summary>
internal sealed class NullifyRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach ((FieldTransform item, string path) in context.FieldTransforms)
        {
            if (item.Transforms.Count > 0 && item.Transforms.All(transform => transform.Action is NullifyTransform))
            {
                context.RequireType(context.Resolve(item.Field), "a column that is always NULL");
            }
        }
    }
}
