using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pace.Relay.Storage;

/// <summary>The tables of the store's file, and how older files are brought up to date.</summary>
internal static class StoreSchema
{
    /// <summary>What brings a file from each version to the next, from the empty one on.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        create table meta (name text primary key, value blob not null) without rowid;
        create table names (number integer primary key, name text not null unique);
        create table installations (key blob primary key, row blob not null) without rowid;
        create table journal (seq integer primary key, record blob not null);
        create table snapshot (id integer primary key check (id = 1), seq integer not null, state blob not null);
        create table charts (is_day integer not null, start integer not null, counts blob not null);
        create index charts_by_start on charts (is_day, start);
        insert into meta (name, value) values ('hash-key', randomblob(32));
        """,
    ];

    /// <summary>Brings a file up to date, after a copy of it where it has anything.</summary>
    /// <exception cref="StoreException">A newer relay wrote it.</exception>
    public static void Upgrade(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        int version = Version(connection);
        if (version > steps.Count)
            throw new StoreException($"'{path}' was written by a newer relay (schema {version}; this one knows {steps.Count}). Use that one, or another file");
        if (version == steps.Count) return;
        if (version > 0) Copy(connection, string.Create(CultureInfo.InvariantCulture, $"{path}.schema-{version}"));
        using SqliteTransaction transaction = connection.BeginTransaction();
        for (; version < steps.Count; version++) Execute(connection, steps[version]);
        // Pragmas take no parameters; the number is our own.
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {steps.Count}"));
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    // Whole even while a WAL stands beside the file.
    private static void Copy(SqliteConnection connection, string to)
    {
        File.Delete(to);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "vacuum into $to";
        command.Parameters.AddWithValue("$to", to);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
