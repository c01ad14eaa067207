namespace Pace.Engine.Postgres.Tests.Support;

/// <summary>A test against a real server; skipped, with how to get one, where the environment names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (TestServer.ConnectionString is null)
        {
            Skip = $"{TestServer.Variable} names no PostgreSQL server: './build.sh test' starts one.";
        }
    }
}
