using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>Describes a table as a policy without rules.</summary>
internal static class SqliteBlueprint
{
    // Enough to see what a column without a type is used for.
    private const int RowsToLookAt = 1000;

    /// <summary>The policy of a table.</summary>
    public static DataPolicy Create(SqliteSession session, string table)
    {
        SqliteObject found = SqliteCatalog.Find(session, table);
        List<SqliteColumn> columns = SqliteCatalog.ReadColumns(session, found);
        Dictionary<string, SqlType> seen = LookAt(session, found, [.. columns.Where(column => column.Type is null).Select(column => column.Name)]);
        string id = new QualifiedName([found.Name]).ToString();
        return new DataPolicy
        {
            Metadata = new PolicyMetadata { Title = id },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = id,
                    Platform = new PlatformReference { Id = session.File.Id, PlatformType = PlatformType.Sqlite },
                },
                Fields = columns.Select(column => new Field
                {
                    NameParts = [column.Name],
                    Type = SqliteTypes.Write(column.Type ?? seen[column.Name]),
                    Required = column.Required,
                }).ToValueList(),
            },
        };
    }

    // A column without a type, as those of a view's expressions are, is of the type that its first rows have.
    private static Dictionary<string, SqlType> LookAt(SqliteSession session, SqliteObject table, List<string> columns)
    {
        if (columns.Count == 0)
        {
            return [];
        }

        string query = SqliteDdl.SelectKinds(table.Name, columns, RowsToLookAt);
        string?[] kinds = session.Query(
            query, row => Enumerable.Range(0, columns.Count).Select(at => row.IsDBNull(at) ? null : row.GetString(at)).ToArray())[0];
        return columns.Zip(kinds).ToDictionary(pair => pair.First, pair => SqlType.Of(Kind(pair.Second ?? "")));
    }

    private static SqlTypeKind Kind(string kinds)
    {
        HashSet<string> words = [.. kinds.Split(',').Where(word => word is not ("" or "null"))];
        return words.Count == 0 ? SqlTypeKind.Text
            : words.SetEquals(["integer"]) ? SqlTypeKind.BigInt
            : words.SetEquals(["blob"]) ? SqlTypeKind.Binary
            : words.IsSubsetOf(["integer", "real"]) ? SqlTypeKind.Double
            : SqlTypeKind.Text;
    }
}
