using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;

namespace Pace.Engine.Child;

/// <summary>What the process does to a file of tables.</summary>
internal static class SqliteRuns
{
    /// <summary>Replaces a table, with a number of rows or, for 0, until the process is killed; says how far it is.</summary>
    public static int Import(string path, string table, int rows)
    {
        PlatformSettings settings = new(
            SqlitePlatform.EmbeddedId, PlatformType.Sqlite, new Dictionary<string, string> { ["path"] = path });
        SqlitePlatform platform = (SqlitePlatform)PlatformRegistry.Default.Create(settings);
        TableImport import = new(
            new QualifiedName([table]),
            [new ImportColumn("id", SqlType.Of(SqlTypeKind.Integer))],
            Enumerable.Range(0, rows == 0 ? int.MaxValue : rows).Select(at => new object?[] { at }),
            ImportMode.Replace)
        {
            Progress = new Saying(),
        };
        platform.ImportAsync(import, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine("done");
        return 0;
    }

    /// <summary>Applies a policy again and again, each time as the version after the file's.</summary>
    public static int Apply(string path, string policyFile, int times)
    {
        PlatformSettings settings = new("sales", PlatformType.Sqlite, new Dictionary<string, string> { ["path"] = path });
        IProcessingPlatform platform = PlatformRegistry.Default.Create(settings);
        DataPolicy policy = PolicyReader.ReadFile(policyFile).Policy!;
        for (int number = 0; number < times; number++)
        {
            // Another content each time, so that no two applications are of one version.
            DataPolicy next = policy with { RuleSets = [policy.RuleSets[0] with { Filters = [Always(number)] }] };
            CompiledPolicy compiled = PolicyCompiler.Compile(next, platform.Dialect).Require(next);
            platform.ApplyAsync(new ApplyRequest(next, compiled, 1, NextAfterPlatform: true), CancellationToken.None).GetAwaiter().GetResult();
        }

        Console.WriteLine("done");
        return 0;
    }

    private static GenericFilter Always(int number) => new()
    {
        Conditions = [new GenericCondition { Condition = $"{Environment.ProcessId} + {number} > 0" }],
    };

    private sealed class Saying : IProgress<long>
    {
        public void Report(long value)
        {
            if (value == 20_000)
            {
                Console.WriteLine($"{value} rows");
            }
        }
    }
}
