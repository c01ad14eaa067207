using System.Text.RegularExpressions;
using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>What only some parts of the engine may do.</summary>
public partial class EngineLayerTests
{
    private static readonly string[] Drivers = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCL", "System.Data"];

    private static readonly string[] Connections =
    [
        "System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.HttpRequestMessage", "System.Net.WebRequest",
        "System.Net.WebClient",
    ];

    [Fact]
    public void Only_platforms_and_storage_use_a_database_driver()
    {
        IEnumerable<string> users = from project in Repository.Projects
                                    from type in PaceAssemblies.Load(project).GetTypes()
                                    where !IsIn(type, "Pace.Engine.Platforms") && !IsStorage(type)
                                    from used in MethodCode.Types(type)
                                    where Drivers.Any(driver => IsIn(used, driver))
                                    select $"{PaceAssemblies.Written(type).FullName} uses {used.FullName}";
        Assert.Empty(users.Distinct());
    }

    [Fact]
    public void Each_platform_uses_one_driver()
    {
        var drivers = from type in PaceAssemblies.Load("Pace.Engine").GetTypes()
                      where IsIn(type, "Pace.Engine.Platforms") && type.Namespace != "Pace.Engine.Platforms"
                      from used in MethodCode.Types(type)
                      from driver in Drivers
                      where driver != "System.Data" && IsIn(used, driver)
                      // What Microsoft.Data.Sqlite is made of: registering functions needs it.
                      group driver == "SQLitePCL" ? "Microsoft.Data.Sqlite" : driver by type.Namespace;
        Assert.Empty(drivers.Where(platform => platform.Distinct(StringComparer.Ordinal).Count() > 1).Select(platform => platform.Key));
    }

    [Fact]
    public void Only_the_part_for_services_connects_to_them()
    {
        IEnumerable<string> users = from type in PaceAssemblies.Load("Pace.Engine").GetTypes()
                                    where !IsIn(type, "Pace.Engine.Platforms.Http")
                                    from used in MethodCode.Types(type)
                                    where Connections.Contains(used.FullName) || IsIn(used, "System.Net.Sockets") || IsIn(used, "Google.Apis")
                                    where !IsIn(type, "Pace.Engine.Platforms.BigQuery") || !IsIn(used, "Google.Apis")
                                    where !IsIn(type, "Pace.Engine.Platforms.Postgres") || used.FullName != "System.Net.Sockets.SocketException"
                                    select $"{PaceAssemblies.Written(type).FullName} uses {used.FullName}";
        Assert.Empty(users.Distinct());
    }

    [Fact]
    public void Statements_stand_only_where_SQL_is_made_or_stored_and_in_platforms()
    {
        IEnumerable<string> statements = from project in Repository.Projects
                                         from type in PaceAssemblies.Load(project).GetTypes()
                                         where !MakesSql(type) && !IsIn(type, "Pace.Engine.Platforms")
                                         from text in MethodCode.Texts(type)
                                         where Statement().IsMatch(text)
                                         select $"{PaceAssemblies.Written(type).FullName}: {text}";
        Assert.Empty(statements.Distinct());
    }

    [Fact]
    public void Platforms_ask_fixed_questions_and_put_no_statement_together()
    {
        IEnumerable<string> statements = from type in PaceAssemblies.Load("Pace.Engine").GetTypes()
                                         where !MakesSql(type)
                                         from text in MethodCode.ComposedTexts(type)
                                         where Statement().IsMatch(text)
                                         select $"{PaceAssemblies.Written(type).FullName}: {text}";
        Assert.Empty(statements.Distinct());
    }

    [Theory]
    [InlineData("select 1 from demo")]
    [InlineData("\n  select pg_catalog.version()")]
    [InlineData("create or replace view ")]
    [InlineData("grant select on ")]
    [InlineData("comment on view ")]
    public void The_check_knows_a_statement(string text) => Assert.Matches(Statement(), text);

    [Theory]
    [InlineData("Select a table first.")]
    [InlineData("create view demo_view on embedded")]
    [InlineData("update")]
    public void The_check_knows_what_is_none(string text) => Assert.DoesNotMatch(Statement(), text);

    private static bool MakesSql(Type type) => IsIn(type, "Pace.Engine.Sql") || IsStorage(type);

    private static bool IsStorage(Type type) => IsIn(type, "Pace.Engine.Storage") || IsIn(type, "Pace.Relay.Storage");

    // A nested type, such as a closure, has the namespace of its outer one.
    private static bool IsIn(Type type, string space) =>
        type.Namespace == space || (type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) ?? false);

    // Beginnings that no sentence has: the statements of this source are lower case, and sentences begin with a capital.
    [GeneratedRegex(
        @"^\s*(select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\S+\s+as\s*\(|pragma\s"
        + @"|create\s+or\s+replace\s|create\s+(table|role|schema|index|unique|function|extension|temp)\s"
        + @"|alter\s+(table|view|role|schema)\s|drop\s+(table|view|role|schema|index|owned)\s|lock\s+table\s"
        + @"|grant\s+\S+\s+(on|to)\s|revoke\s+.*(on|from)\s|comment\s+on\s)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Statement();
}
