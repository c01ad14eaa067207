using System.Globalization;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>What messages say about where a connection goes: everything but the password.</summary>
internal sealed record PostgresEndpoint(string PlatformId, string Host, int Port, string Database, string User)
{
    /// <summary>Server, database and role, as a part of a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"PostgreSQL at {Host}:{Port}, database '{Database}', as user '{User}'");
}
