using System.Globalization;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>A table or view with who owns it.</summary>
internal sealed record SnowflakeRelation(WarehouseTable Table, string Owner);

/// <summary>A view that has the mark of a policy.</summary>
internal sealed record SnowflakeMarkedView(string Owner, ViewMark Mark);

/// <summary>Asks the information schema. Each question is fixed, and what varies is a parameter.</summary>
internal static class SnowflakeCatalog
{
    private const string SystemSchema = "INFORMATION_SCHEMA";
    private const int LargestShow = 10_000;

    // What Snowflake gives a text that was declared without a length.
    private const string LongestText = "16777216";

    private const string DatabasesQuery =
        """
        select database_name from information_schema.databases
        qualify row_number() over (order by database_name) between to_number(?) and to_number(?)
        order by database_name
        """;

    private const string SchemasQuery =
        """
        select schema_name from information_schema.schemata
        where schema_name <> 'INFORMATION_SCHEMA'
        qualify row_number() over (order by schema_name) between to_number(?) and to_number(?)
        order by schema_name
        """;

    private const string TablesQuery =
        """
        select t.table_schema, t.table_name, t.table_type, t.row_count, t.comment, c.column_count
        from information_schema.tables t
        left join (
            select table_schema, table_name, count(*) as column_count
            from information_schema.columns
            group by table_schema, table_name
        ) c on c.table_schema = t.table_schema and c.table_name = t.table_name
        where t.table_schema <> 'INFORMATION_SCHEMA' and (? = '' or t.table_schema = ?)
        qualify row_number() over (order by t.table_schema, t.table_name) between to_number(?) and to_number(?)
        order by t.table_schema, t.table_name
        """;

    private const string ColumnsQuery =
        """
        select t.table_type, t.table_owner, t.comment as table_comment, c.column_name, c.data_type, c.is_nullable,
            c.character_maximum_length, c.numeric_precision, c.numeric_scale, c.datetime_precision
        from information_schema.tables t
        left join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
        where t.table_schema = ? and t.table_name = ?
        order by c.ordinal_position
        """;

    private const string MarkedQuery =
        """
        select table_schema, table_name, table_owner, comment from information_schema.tables
        where table_type = 'VIEW' and contains(comment, 'pace: {')
        order by table_schema, table_name
        """;

    private const string DefinitionQuery =
        "select view_definition, is_secure from information_schema.views where table_schema = ? and table_name = ?";

    private const string RoleQuery = "select current_role() as role_name";

    /// <summary>The databases that the login may see.</summary>
    public static Task<List<string>> ReadDatabaseNamesAsync(SnowflakeSession session, Page page, CancellationToken cancellation) =>
        NamesAsync(session, session.Settings.Database, DatabasesQuery, page, cancellation);

    /// <summary>The schemas of a database.</summary>
    public static Task<List<string>> ReadSchemaNamesAsync(
        SnowflakeSession session, string database, Page page, CancellationToken cancellation) =>
        NamesAsync(session, database, SchemasQuery, page, cancellation);

    /// <summary>The tables and views of a schema of a database, or of all.</summary>
    public static async Task<List<TableInfo>> ReadTablesAsync(
        SnowflakeSession session, string database, string? schema, Page page, CancellationToken cancellation)
    {
        if (page.First == 0 || schema == SystemSchema)
        {
            return [];
        }

        (string from, string to) = Range(page);
        List<SnowflakeRow> rows = await session.QueryAsync(database, TablesQuery, null, cancellation, schema ?? "", schema ?? "", from, to);
        return [.. rows.Select(row => ReadTable(session.Settings, database, row))];
    }

    /// <summary>The roles that somebody made, by name: the system's own have no owner.</summary>
    public static async Task<List<string>> ReadGroupNamesAsync(SnowflakeSession session, bool withSystems, CancellationToken cancellation)
    {
        List<string> names = [];
        string? after = null;
        while (true)
        {
            List<SnowflakeRow> rows = await session.QueryAsync(SnowflakeDdl.ShowRoles(LargestShow, after), cancellation);
            names.AddRange(rows.Where(row => withSystems || !string.IsNullOrEmpty(row["owner"])).Select(row => row["name"] ?? ""));
            string? last = rows.Count == LargestShow ? rows[^1]["name"] : null;
            if (last is null || last == after)
            {
                return [.. names.Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            }

            after = last;
        }
    }

    /// <summary>The table or view of a full name, or null.</summary>
    public static async Task<SnowflakeRelation?> FindAsync(
        SnowflakeSession session, SnowflakeDialect dialect, QualifiedName name, CancellationToken cancellation)
    {
        QualifiedName full = dialect.Full(name);
        List<SnowflakeRow> rows = full.Parts.Count == 3
            ? await session.QueryAsync(full.Parts[0], ColumnsQuery, null, cancellation, full.Parts[1], full.Parts[2])
            : [];
        if (rows.Count == 0)
        {
            return null;
        }

        QualifiedName spelt = full.Parts[0] == session.Settings.Database ? new QualifiedName([full.Parts[1], full.Parts[2]]) : full;
        return new SnowflakeRelation(
            new WarehouseTable(
                spelt,
                Kind(rows[0]["table_type"]),
                rows[0]["table_comment"] is { Length: > 0 } comment ? comment : null,
                rows.Where(row => row["column_name"] is not null).Select(ReadColumn).ToValueList()),
            rows[0]["table_owner"] ?? "");
    }

    /// <summary>The tags of each column that has any.</summary>
    public static async Task<ILookup<string, string>> ReadTagsAsync(
        SnowflakeSession session, SnowflakeDialect dialect, QualifiedName table, CancellationToken cancellation)
    {
        QualifiedName full = dialect.Full(table);
        List<SnowflakeRow> rows = await session.QueryAsync(
            full.Parts[0], SnowflakeDdl.ColumnTags(dialect, full), $"Reading the tags of '{table}'", cancellation);
        return rows.ToLookup(row => row["column_name"] ?? "", row => row["tag_name"] ?? "");
    }

    /// <summary>The views of the database that have the mark of a policy.</summary>
    public static async Task<List<SnowflakeMarkedView>> ReadMarkedAsync(
        SnowflakeSession session, string policyId, CancellationToken cancellation)
    {
        List<SnowflakeRow> rows = await session.QueryAsync(MarkedQuery, cancellation);
        List<SnowflakeMarkedView> views = [];
        foreach (SnowflakeRow row in rows)
        {
            QualifiedName name = new([row["table_schema"] ?? "", row["table_name"] ?? ""]);
            if (CommentMark.Read(name, row["comment"]) is { } mark && mark.PolicyId == policyId)
            {
                views.Add(new SnowflakeMarkedView(row["table_owner"] ?? "", mark));
            }
        }

        return views;
    }

    /// <summary>The roles that may select from a view, its owner not among them.</summary>
    public static async Task<List<string>> ReadSelectorsAsync(
        SnowflakeSession session, SnowflakeDialect dialect, QualifiedName view, CancellationToken cancellation)
    {
        List<SnowflakeRow> rows = await session.QueryAsync(SnowflakeDdl.ShowGrants(dialect, view), cancellation);
        return
        [
            .. rows.Where(row => row["privilege"] == "SELECT" && row["granted_to"] == "ROLE").Select(row => row["grantee_name"] ?? "")
                .Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A view's text, and whether it is secure; nothing where the login may not see it.</summary>
    public static async Task<(string? Text, bool IsSecure)> ReadDefinitionAsync(
        SnowflakeSession session, QualifiedName view, CancellationToken cancellation) =>
        await session.QueryAsync(DefinitionQuery, cancellation, view.Schema!, view.Name) is [var row]
            ? (row["view_definition"] is { Length: > 0 } text ? text : null, row["is_secure"] == "YES")
            : (null, true);

    /// <summary>The role in force.</summary>
    public static async Task<string> ReadRoleAsync(SnowflakeSession session, CancellationToken cancellation) =>
        (await session.QueryAsync(RoleQuery, cancellation)) is [var row] ? row["role_name"] ?? "" : "";

    private static async Task<List<string>> NamesAsync(
        SnowflakeSession session, string database, string query, Page page, CancellationToken cancellation)
    {
        if (page.First == 0)
        {
            return [];
        }

        (string from, string to) = Range(page);
        return [.. (await session.QueryAsync(database, query, null, cancellation, from, to)).Select(row => row.Values[0] ?? "")];
    }

    // Rows are counted from 1.
    private static (string From, string To) Range(Page page)
    {
        long from = Math.Min(page.Skip, long.MaxValue - 1) + 1;
        long to = page.First is { } first && first <= long.MaxValue - from ? from + first - 1 : long.MaxValue;
        return (from.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture));
    }

    private static TableInfo ReadTable(SnowflakeSettings settings, string database, SnowflakeRow row)
    {
        QualifiedName name = new([row["table_schema"] ?? "", row["table_name"] ?? ""]);
        QualifiedName id = database == settings.Database ? name : new QualifiedName([database, .. name.Parts]);
        string kind = Kind(row["table_type"]);
        string? comment = row["comment"] is { Length: > 0 } text ? text : null;
        return new TableInfo(
            settings.Endpoint.PlatformId,
            id.ToString(),
            name.Schema!,
            name.Name,
            kind,
            int.TryParse(row["column_count"], NumberStyles.None, CultureInfo.InvariantCulture, out int columns) ? columns : 0,
            kind != WarehouseTable.View && long.TryParse(row["row_count"], NumberStyles.None, CultureInfo.InvariantCulture, out long rows) ? rows : null,
            kind == WarehouseTable.View ? CommentMark.Read(name, comment)?.PolicyId : null,
            kind == WarehouseTable.View ? CommentMark.Without(comment) : comment);
    }

    private static string Kind(string? type) => type switch
    {
        "BASE TABLE" or null => "table",
        "EXTERNAL TABLE" => "foreign table",
        _ => type.ToLowerInvariant(),
    };

    private static Field ReadColumn(SnowflakeRow row) => new()
    {
        NameParts = [row["column_name"] ?? ""],
        Type = Type(row),
        Required = row["is_nullable"] == "NO",
    };

    private static string Type(SnowflakeRow row)
    {
        string type = (row["data_type"] ?? "").ToLowerInvariant();
        return type switch
        {
            "text" => row["character_maximum_length"] is { } length and not LongestText ? $"varchar({length})" : "varchar",
            "number" when row["numeric_precision"] is { } precision => $"number({precision},{row["numeric_scale"] ?? "0"})",
            _ => type,
        };
    }
}
