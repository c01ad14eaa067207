using Pace.Engine.Policies;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>Describes a table as a policy without rules.</summary>
internal static class WarehouseBlueprint
{
    /// <summary>The policy of a table.</summary>
    public static DataPolicy Create(IWarehouse warehouse, WarehouseTable table)
    {
        string id = table.Name.ToString();
        return new DataPolicy
        {
            Metadata = new PolicyMetadata
            {
                Title = id,
                Description = table.Kind == WarehouseTable.View ? CommentMark.Without(table.Comment) : table.Comment,
            },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = id,
                    Platform = new PlatformReference { Id = warehouse.Id, PlatformType = warehouse.Dialect.Platform },
                },
                Fields = table.Columns,
            },
        };
    }
}
