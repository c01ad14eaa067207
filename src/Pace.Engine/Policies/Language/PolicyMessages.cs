using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>The messages that say what a policy is about. Keys stand in the order in which they are written.</summary>
internal static class PolicyMessages
{
    /// <summary>A field. Where it only names a field of the source, its other keys count for nothing.</summary>
    public static readonly MessageShape<Field> Field = new MessageShape<Field>(() => new Field())
        .List("name_parts", TextShape.Instance, field => field.NameParts, (field, value) => field with { NameParts = value })
        .Text("type", field => field.Type, (field, value) => field with { Type = value })
        .Boolean("required", field => field.Required, (field, value) => field with { Required = value })
        .List("tags", TextShape.Instance, field => field.Tags, (field, value) => field with { Tags = value });

    /// <summary>A principal: a group, a role or a permission, or none of them.</summary>
    public static readonly MessageShape<Principal> Principal = new MessageShape<Principal>(() => new Principal(PrincipalKind.None, ""))
        .OptionalText("group", item => NameOf(item, PrincipalKind.Group), (_, name) => Policies.Principal.Group(name), "principal", "write the group's name")
        .OptionalText("role", item => NameOf(item, PrincipalKind.Role), (_, name) => new Principal(PrincipalKind.Role, name), "principal", "write the role's name")
        .OptionalText("permission", item => NameOf(item, PrincipalKind.Permission), (_, name) => new Principal(PrincipalKind.Permission, name), "principal", "write the permission's name");

    /// <summary>A processing platform.</summary>
    public static readonly MessageShape<PlatformReference> Platform = new MessageShape<PlatformReference>(() => new PlatformReference())
        .Implicit("platform_type", PlatformTypes(), platform => platform.PlatformType, (platform, value) => platform with { PlatformType = value })
        .Text("id", platform => platform.Id, (platform, value) => platform with { Id = value })
        .Check((platform, path, reading) =>
        {
            string at = path + ".platform_type";
            if (platform.PlatformType == PlatformType.Unspecified && !reading.IsRefused(at))
            {
                reading.Report(
                    DiagnosticCodes.RequiredMissing,
                    at,
                    reading.NearestPosition(at),
                    "the platform has no platform_type",
                    "add platform_type: POSTGRES, or another of SQLITE, SNOWFLAKE, BIGQUERY, DATABRICKS, SYNAPSE");
                reading.MarkRefused(at);
            }
        });

    /// <summary>A data catalog.</summary>
    public static readonly MessageShape<CatalogReference> Catalog = new MessageShape<CatalogReference>(() => new CatalogReference())
        .Text("id", catalog => catalog.Id, (catalog, value) => catalog with { Id = value })
        .Message("type", CatalogTypes(), catalog => catalog.Type, (catalog, value) => value.Length == 0 ? catalog : catalog with { Type = value });

    /// <summary>A step of a resource path.</summary>
    public static readonly MessageShape<ResourceNode> ResourceNode = new MessageShape<ResourceNode>(() => new ResourceNode())
        .Text("name", node => node.Name, (node, value) => node with { Name = value })
        .OptionalText("platform_name", node => node.PlatformName, (node, value) => node with { PlatformName = value })
        .Boolean("is_leaf", node => node.IsLeaf, (node, value) => node with { IsLeaf = value })
        .OptionalText("display_name", node => node.DisplayName, (node, value) => node with { DisplayName = value });

    /// <summary>A resource.</summary>
    public static readonly MessageShape<ResourceUrn> ResourceUrn = new MessageShape<ResourceUrn>(() => new ResourceUrn())
        .OptionalText("integration_fqn", urn => urn.IntegrationFqn, (urn, value) => urn with { IntegrationFqn = value })
        .Message("platform", Platform, urn => urn.Platform, (urn, value) => urn with { Platform = value }, "integration")
        .Message("catalog", Catalog, urn => urn.Catalog, (urn, value) => urn with { Catalog = value }, "integration")
        .List("resource_path", ResourceNode, urn => urn.ResourcePath, (urn, value) => urn with { ResourcePath = value });

    /// <summary>Title, description, version and dates.</summary>
    public static readonly MessageShape<PolicyMetadata> Metadata = new MessageShape<PolicyMetadata>(() => new PolicyMetadata())
        .Text("title", metadata => metadata.Title, (metadata, value) => metadata with { Title = value })
        .OptionalText("description", metadata => metadata.Description, (metadata, value) => metadata with { Description = value })
        .Implicit("version", Int32Shape.Instance, metadata => metadata.Version, (metadata, value) => metadata with { Version = value })
        .Optional("create_time", TimestampShape.Instance, metadata => metadata.CreateTime, (metadata, value) => metadata with { CreateTime = value })
        .Optional("update_time", TimestampShape.Instance, metadata => metadata.UpdateTime, (metadata, value) => metadata with { UpdateTime = value })
        .Optional("last_apply_time", TimestampShape.Instance, metadata => metadata.LastApplyTime, (metadata, value) => metadata with { LastApplyTime = value })
        .List("tags", TextShape.Instance, metadata => metadata.Tags, (metadata, value) => metadata with { Tags = value });

    /// <summary>The table that a policy is about.</summary>
    public static readonly MessageShape<PolicySource> Source = new MessageShape<PolicySource>(() => new PolicySource())
        .Message("ref", ResourceUrn, source => source.Ref, (source, value) => source with { Ref = value })
        .List("fields", Field, source => source.Fields, (source, value) => source with { Fields = value })
        .List("tags", TextShape.Instance, source => source.Tags, (source, value) => source with { Tags = value });

    private static string? NameOf(Principal principal, PrincipalKind kind) => principal.Kind == kind ? principal.Name : null;

    private static NameShape<PlatformType> PlatformTypes() => new(
        "a platform type",
        ("PLATFORM_TYPE_UNSPECIFIED", 0, PlatformType.Unspecified),
        ("DATABRICKS", 1, PlatformType.Databricks),
        ("SNOWFLAKE", 2, PlatformType.Snowflake),
        ("BIGQUERY", 3, PlatformType.BigQuery),
        ("POSTGRES", 4, PlatformType.Postgres),
        ("SYNAPSE", 5, PlatformType.Synapse),
        ("SQLITE", 100, PlatformType.Sqlite));

    private static NameShape<string> CatalogTypes() => new(
        "a catalog type",
        ("TYPE_UNSPECIFIED", 0, ""),
        ("COLLIBRA", 1, "COLLIBRA"),
        ("ODD", 2, "ODD"),
        ("DATAHUB", 3, "DATAHUB"));
}
