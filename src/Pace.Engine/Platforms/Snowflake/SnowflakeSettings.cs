using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>Where a Snowflake account is, and as what it is used.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="Account">The account, as tokens name it: in upper case, without a region.</param>
/// <param name="User">The user, in upper case.</param>
/// <param name="Database">The database.</param>
/// <param name="Warehouse">The warehouse that computes; null: the user's default.</param>
/// <param name="Role">The role that is in force; null: the user's default.</param>
/// <param name="ConnectTimeout">How long connecting may take.</param>
internal sealed record SnowflakeSettings(
    ServiceEndpoint Endpoint, string Account, string User, string Database, string? Warehouse, string? Role, TimeSpan ConnectTimeout);
