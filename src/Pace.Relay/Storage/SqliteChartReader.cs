using Microsoft.Data.Sqlite;

namespace Pace.Relay.Storage;

/// <summary>Reads the charts of a store's file beside its writer.</summary>
internal sealed class SqliteChartReader(string path) : IChartReader
{
    public IReadOnlyList<(long Start, byte[] Counts)> Read(bool days, long from)
    {
        try
        {
            using SqliteConnection connection = SqliteRelayStore.Connect(path, SqliteOpenMode.ReadOnly);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "select start, counts from charts where is_day = $days and start >= $from order by start";
            command.Parameters.AddWithValue("$days", days ? 1 : 0);
            command.Parameters.AddWithValue("$from", from);
            using SqliteDataReader reader = command.ExecuteReader();
            List<(long, byte[])> found = [];
            while (reader.Read()) found.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
            return found;
        }
        catch (SqliteException e)
        {
            throw new StoreException($"The charts in '{path}' cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}
