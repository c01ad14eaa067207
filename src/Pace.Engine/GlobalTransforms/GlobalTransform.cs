using Pace.Engine.Policies;

namespace Pace.Engine.GlobalTransforms;

/// <summary>How every field with a tag looks, on whatever table: what blueprints begin with.</summary>
public sealed record GlobalTransform
{
    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>The tag and its transforms; null when the document does not say (an error).</summary>
    public TagTransform? TagTransform { get; init; }

    /// <summary>Where it was read; null for one that was made in memory. It takes no part in equality.</summary>
    public PolicyOrigin? Origin { get; init; }

    /// <summary>What names it: its tag. Empty when it has none.</summary>
    public string Ref => TagTransform?.TagContent ?? "";

    /// <inheritdoc/>
    public bool Equals(GlobalTransform? other) =>
        other is not null && Description == other.Description && Equals(TagTransform, other.TagTransform);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Description, TagTransform);

    /// <summary>The tag, as a prompt shows it.</summary>
    public override string ToString() => Ref.Length > 0 ? Ref : "global transform";
}

/// <summary>Transforms for the fields with a tag.</summary>
public sealed record TagTransform
{
    /// <summary>The tag. Case counts for nothing in it, and space, hyphen and underscore are one.</summary>
    public string TagContent { get; init; } = "";

    /// <summary>The first whose principals match decides; the last has none.</summary>
    public ValueList<Transform> Transforms { get; init; } = [];
}
