namespace Pace.Engine.Storage;

/// <summary>What a store's file is made of, as steps from one version of its schema to the next.</summary>
/// <param name="ApplicationId">What marks the file as Pace's, in SQLite's <c>application_id</c>; not 0.</param>
/// <param name="Steps">The first makes version 1 from an empty file, each other the next version from the one before.</param>
internal sealed record StoreSchema(int ApplicationId, IReadOnlyList<string> Steps)
{
    /// <summary>The policy store's: the application id is "PACE" in ASCII.</summary>
    public static StoreSchema Policies { get; } = new(0x50414345, [StoreSql.CreateVersion1, StoreSql.CreateVersion2]);

    /// <summary>The newest version, kept in SQLite's <c>user_version</c>.</summary>
    public int Version => Steps.Count;
}
