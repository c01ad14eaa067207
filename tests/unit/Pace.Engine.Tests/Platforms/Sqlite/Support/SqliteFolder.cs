using Microsoft.Data.Sqlite;
using Pace.Engine.Compilation;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite.Support;

/// <summary>A new folder with Pace's own file and one of a user's, deleted in the end.</summary>
internal sealed class SqliteFolder : IDisposable
{
    public SqliteFolder() => Root = Directory.CreateTempSubdirectory("pace-sqlite-").FullName;

    public string Root { get; }

    public TestClock Clock { get; } = new();

    public string EmbeddedFile => Path.Combine(Root, "data", "embedded.db");

    public string UserFile => Path.Combine(Root, "sales.db");

    /// <summary>Pace's own file.</summary>
    public SqlitePlatform Embedded(TimeSpan? patience = null) => new(SqlitePlatform.EmbeddedId, EmbeddedFile, Clock, patience);

    /// <summary>The user's file, in which some SQL was run as another program would.</summary>
    public SqlitePlatform User(string? sql = null, TimeSpan? patience = null)
    {
        if (sql is not null)
        {
            Run(sql);
        }

        return new SqlitePlatform("sales", UserFile, Clock, patience);
    }

    /// <summary>Runs SQL on a file as another program would, and gives the first value.</summary>
    public object? Run(string sql, string? file = null)
    {
        using SqliteConnection connection = new($"Data Source={file ?? UserFile};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>Shorter ways to use a platform.</summary>
internal static class SqliteUse
{
    /// <summary>Imports rows; columns are written <c>name type</c>, and <c>!</c> behind it for those without NULL.</summary>
    public static Task<ImportedTable> ImportAsync(
        this SqlitePlatform platform, string table, string[] columns, IEnumerable<object?[]> rows, ImportMode mode = ImportMode.Create) =>
        platform.ImportAsync(
            new TableImport(new QualifiedName([table]), columns.Select(Column).ToValueList(), rows, mode), CancellationToken.None);

    /// <summary>The rows of a table or view.</summary>
    public static async Task<List<TableRow>> RowsAsync(this SqlitePlatform platform, string table, params string[] groups)
    {
        List<TableRow> rows = [];
        Audience? audience = groups.Length > 0 ? new Audience([.. groups]) : null;
        await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest(table, Page.All, audience), CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The values of a table or view, row after row.</summary>
    public static async Task<object?[][]> ValuesAsync(this SqlitePlatform platform, string table, params string[] groups) =>
        [.. (await platform.RowsAsync(table, groups)).Select(row => row.Values.ToArray())];

    /// <summary>Reads a policy and applies it.</summary>
    public static Task<ApplyResult> ApplyAsync(this SqlitePlatform platform, string yaml, int version = 1, bool force = false)
    {
        (DataPolicy policy, CompiledPolicy compiled) = platform.Compile(yaml);
        return platform.ApplyAsync(new ApplyRequest(policy, compiled, version, force), CancellationToken.None);
    }

    /// <summary>Reads a policy and compiles it.</summary>
    public static (DataPolicy Policy, CompiledPolicy Compiled) Compile(this SqlitePlatform platform, string yaml)
    {
        DataPolicy policy = PolicyReader.Read(yaml, PolicyFormat.Yaml).Policy!;
        return (policy, PolicyCompiler.Compile(policy, platform.Dialect).Require(policy));
    }

    private static ImportColumn Column(string text)
    {
        string[] parts = text.Split(' ', 2);
        Assert.True(SqlType.TryParse(parts[1].TrimEnd('!'), out SqlType type));
        return new ImportColumn(parts[0], type, !text.EndsWith('!'));
    }
}
