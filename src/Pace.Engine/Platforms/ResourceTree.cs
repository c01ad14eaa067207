using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms;

/// <summary>What a platform holds, as a tree: databases, their schemas, and the tables and views of these.</summary>
public static class ResourceTree
{
    /// <summary>What lies directly below a place, by name.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="parts">The place's path, the platform's id first.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>: there is no such place.</exception>
    public static async Task<IReadOnlyList<ResourceInfo>> ListAsync(
        IProcessingPlatform platform, ValueList<string> parts, Page page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(parts);
        string path = parts.Aggregate("", ResourcePath.Join);
        ResourceInfo Child(string name, string kind, string id) =>
            new(platform.Id, ResourcePath.Join(path, name), name, kind, id, parts.Count);
        return parts.Count switch
        {
            1 => [.. (await platform.ListDatabasesAsync(page, cancellation)).Select(found => Child(found.Name, "database", found.Name))],
            2 => [.. (await platform.ListSchemasAsync(parts[1], page, cancellation)).Select(found => Child(found.Name, "schema", found.Name))],
            3 => [.. (await platform.ListTablesAsync(parts[1], parts[2], page, cancellation)).Select(found => Child(found.Name, found.Kind, found.Id))],
            _ => [],
        };
    }

    /// <summary>The platform itself, the root of its tree.</summary>
    public static ResourceInfo Root(string platformId) => new(platformId, ResourcePath.Join("", platformId), platformId, "platform", platformId, 0);
}
