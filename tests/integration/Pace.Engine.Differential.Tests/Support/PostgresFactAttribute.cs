namespace Pace.Engine.Differential.Tests.Support;

/// <summary>A test against a real server; skipped, with how to get one, where the environment names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresDatabase.Server is null)
        {
            Skip = $"{PostgresDatabase.Variable} names no PostgreSQL server: './build.sh test' starts one. "
                + "The others are compared with each other all the same.";
        }
    }
}
