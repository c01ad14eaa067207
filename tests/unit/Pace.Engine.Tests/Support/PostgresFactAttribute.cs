namespace Pace.Engine.Tests.Support;

/// <summary>A test that needs a PostgreSQL server; it is skipped where none is given.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.SkipReason;
}

/// <summary>A theory that needs a PostgreSQL server; it is skipped where none is given.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.SkipReason;
}

/// <summary>Where the server is.</summary>
public static class PostgresServer
{
    /// <summary>The variable that holds a connection string for Npgsql, of a login that may create databases and roles.</summary>
    public const string Variable = "PACE_TEST_POSTGRES";

    /// <summary>The connection string; empty where none is given.</summary>
    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable) ?? "";

    /// <summary>Why a test is skipped; null where a server is given.</summary>
    public static string? SkipReason => ConnectionString.Length > 0
        ? null
        : $"No PostgreSQL server: './build.sh test' starts one, or set {Variable}.";
}
