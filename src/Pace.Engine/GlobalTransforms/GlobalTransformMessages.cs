using Pace.Engine.Policies.Language;

namespace Pace.Engine.GlobalTransforms;

/// <summary>The messages of a global transform.</summary>
internal static class GlobalTransformMessages
{
    private static readonly MessageShape<TagTransform> Tag = new MessageShape<TagTransform>(() => new TagTransform())
        .Text("tag_content", tag => tag.TagContent, (tag, value) => tag with { TagContent = value })
        .List("transforms", TransformMessages.Transform, tag => tag.Transforms, (tag, value) => tag with { Transforms = value });

    /// <summary>A global transform.</summary>
    public static readonly MessageShape<GlobalTransform> GlobalTransform = new MessageShape<GlobalTransform>(() => new GlobalTransform())
        .OptionalText("description", item => item.Description, (item, value) => item with { Description = value })
        .Message("tag_transform", Tag, item => item.TagTransform, (item, value) => item with { TagTransform = value }, "transform", "write tag_content and transforms below it");
}
