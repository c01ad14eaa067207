namespace Pace.Engine.Platforms.Postgres;

/// <summary>A column as the server describes it for a query.</summary>
/// <param name="Name">The name.</param>
/// <param name="TypeOid">The type's OID; of a domain the type's below it.</param>
/// <param name="TypeName">The type as the driver writes it, with its length, or precision and scale, where it has one.</param>
internal sealed record ResultColumn(string Name, uint TypeOid, string TypeName);
