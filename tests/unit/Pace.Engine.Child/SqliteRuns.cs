using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
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
