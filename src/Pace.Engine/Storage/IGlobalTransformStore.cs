using Pace.Engine.Diagnostics;
using Pace.Engine.GlobalTransforms;

namespace Pace.Engine.Storage;

/// <summary>
/// Keeps global transforms, one for each tag, whatever its spelling. Every member may throw
/// <see cref="PaceException"/> of the kind <see cref="PaceErrorKind.StoreUnusable"/>.
/// </summary>
public interface IGlobalTransformStore
{
    /// <summary>All of them, by tag.</summary>
    IReadOnlyList<StoredGlobalTransform> List();

    /// <summary>The one of a tag, or null.</summary>
    StoredGlobalTransform? Find(string tag);

    /// <summary>Stores one in the place of the one that its tag has, if any.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>: it has errors.</exception>
    /// <exception cref="OperationCanceledException"/>
    StoredGlobalTransform Save(GlobalTransform transform, CancellationToken cancellation = default);

    /// <summary>Removes the one of a tag. False when there was none.</summary>
    /// <exception cref="OperationCanceledException"/>
    bool Remove(string tag, CancellationToken cancellation = default);
}

/// <summary>A stored global transform.</summary>
/// <param name="Ref">What names it: the tag, as it was written.</param>
/// <param name="Type">The kind: <c>TAG_TRANSFORM</c>.</param>
/// <param name="Transform">The transform.</param>
/// <param name="CreatedAt">When the first of this tag was stored, UTC.</param>
/// <param name="UpdatedAt">When this one was stored, UTC.</param>
public sealed record StoredGlobalTransform(
    string Ref, string Type, GlobalTransform Transform, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
