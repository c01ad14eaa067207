using Microsoft.Data.Sqlite;
using Pace.Engine.Storage;

namespace Pace.Engine.Tests.Storage.Support;

/// <summary>A new folder for a store's file, deleted in the end.</summary>
internal sealed class StoreFolder : IDisposable
{
    public StoreFolder() => Root = Directory.CreateTempSubdirectory("pace-store-").FullName;

    private StoreFolder(string root) => Root = Directory.CreateDirectory(root).FullName;

    public string Root { get; }

    public string File => Path.Combine(Root, "policies.db");

    public TestClock Clock { get; } = new();

    public SqlitePolicyStore Store(TimeSpan? patience = null, StoreSchema? schema = null) =>
        new(new StoreFile(File, schema ?? StoreSchema.Policies, patience), Clock, new PolicyCodec());

    /// <summary>A folder in memory where the system has one: for many saves, of which each waits for the disk.</summary>
    public static StoreFolder InMemory() =>
        Directory.Exists("/dev/shm") ? new StoreFolder($"/dev/shm/pace-store-{Guid.NewGuid():N}") : new StoreFolder();

    /// <summary>Runs SQL on a file in the folder as another program would, and gives the first value.</summary>
    public object? Run(string sql, string? file = null)
    {
        using SqliteConnection connection = new($"Data Source={file ?? File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
