#nullable enable
#pragma warning disable IDE0005 // PowerShell compiles this file too, and has no implicit usings.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Pace.Tests.Warehouses;

/// <summary>A column of a result or a table; the types are those of the SQL API.</summary>
public sealed record StubColumn(string Name, string Type, int Scale = 0);

/// <summary>A result.</summary>
public sealed record StubTable(IReadOnlyList<StubColumn> Columns, IReadOnlyList<string?[]> Rows);

/// <summary>A statement that fails as the service lets it fail.</summary>
public sealed class StatementException(string code, string sqlState, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string SqlState { get; } = sqlState;
}

/// <summary>A statement that the stub has no answer to.</summary>
public sealed class UnknownStatementException : Exception;

/// <summary>A table or view of the account.</summary>
public sealed class StubRelation
{
    public string Schema { get; init; } = "";

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "BASE TABLE";

    public string Owner { get; set; } = "SYSADMIN";

    public string? Comment { get; set; }

    public string? Query { get; set; }

    public List<(StubColumn Column, string DataType, bool Nullable, string[] Tags)> Columns { get; init; } = [];

    public List<string?[]> Rows { get; set; } = [];

    public SortedSet<string> Selectors { get; } = new SortedSet<string>(StringComparer.Ordinal);
}

/// <summary>
/// What an account holds, and what the statements that Pace sends do to it. It knows those statements only: any other is
/// an error of the test, so that no SQL goes unlooked at.
/// </summary>
public sealed class SnowflakeAccount
{
    public string Database { get; } = "SHOP";

    public string DefaultRole { get; set; } = "PACE_ADMIN";

    public List<string> Databases { get; } = ["ARCHIVE", "SHOP"];

    public List<string> Schemas { get; } = ["PUBLIC", "SALES"];

    /// <summary>Roles and who owns them; the system's own have no owner.</summary>
    public SortedDictionary<string, string> Roles { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["ACCOUNTADMIN"] = "",
        ["PUBLIC"] = "",
        ["PACE_ADMIN"] = "USERADMIN",
        ["MARKETING"] = "USERADMIN",
        ["FRAUD_AND_RISK"] = "USERADMIN",
    };

    public List<StubRelation> Relations { get; } = [];

    /// <summary>A grant that fails, by the role that it is for.</summary>
    public string? RefuseGrantTo { get; set; }

    /// <summary>Adds a table: name, data type, whether NULL is in it, tags; and its rows as the API writes them.</summary>
    public StubRelation Add(string schema, string name, params (StubColumn Column, string DataType, bool Nullable, string[] Tags)[] columns)
    {
        StubRelation relation = new() { Schema = schema, Name = name, Columns = [.. columns] };
        Relations.Add(relation);
        return relation;
    }

    /// <summary>The table of the examples.</summary>
    public static SnowflakeAccount Example(SnowflakeAccount account)
    {
        StubRelation demo = account.Add(
            "PUBLIC",
            "DEMO",
            (new StubColumn("TRANSACTIONID", "fixed"), "NUMBER", false, []),
            (new StubColumn("USERID", "text"), "TEXT", true, ["PII"]),
            (new StubColumn("EMAIL", "text"), "TEXT", true, ["EMAIL", "PII"]),
            (new StubColumn("AGE", "fixed"), "NUMBER", true, []),
            (new StubColumn("TRANSACTIONAMOUNT", "fixed", 2), "NUMBER", true, []),
            (new StubColumn("SEEN", "timestamp_tz", 9), "TIMESTAMP_TZ", true, []));
        demo.Comment = "The demo";
        demo.Rows =
        [
            ["861200791", "533445", "jeffreypowell@hotmail.com", "33", "123.45", "1616173619.000000000 1500"],
            ["733970993", "468355", "forbeserik@gmail.com", "16", "46.90", "1616173620.000000000 1440"],
            ["494723158", null, "wboone@gmail.com", "64", "73.00", null],
        ];
        return account;
    }

    public StubRelation? Find(string schema, string name) => Relations.Find(item => item.Schema == schema && item.Name == name);

    /// <summary>Runs a statement.</summary>
    public StubTable Run(string sql, string database, List<string> bindings, string? role)
    {
        string inForce = role ?? DefaultRole;
        if (sql.StartsWith("select database_name from information_schema.databases", StringComparison.Ordinal))
        {
            return Names("DATABASE_NAME", Databases, bindings);
        }

        bool isKnown = Databases.Contains(database);
        if (!isKnown)
        {
            throw new StatementException("090105", "22000", "Cannot perform operation. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.");
        }

        bool isOurs = database == Database;
        if (sql.StartsWith("select schema_name from information_schema.schemata", StringComparison.Ordinal))
        {
            return Names("SCHEMA_NAME", isOurs ? Schemas : ["PUBLIC"], bindings);
        }

        if (sql.StartsWith("select t.table_schema, t.table_name, t.table_type", StringComparison.Ordinal))
        {
            return isOurs ? Tables(bindings) : Text(["TABLE_SCHEMA"], []);
        }

        if (sql.StartsWith("select t.table_type, t.table_owner", StringComparison.Ordinal))
        {
            return Columns(isOurs ? Find(bindings[0], bindings[1]) : null);
        }

        if (sql.StartsWith("select table_schema, table_name, table_owner, comment", StringComparison.Ordinal))
        {
            return Text(
                ["TABLE_SCHEMA", "TABLE_NAME", "TABLE_OWNER", "COMMENT"],
                Relations.Where(item => item.Kind == "VIEW" && item.Comment?.Contains("pace: {", StringComparison.Ordinal) == true)
                    .Select(item => new string?[] { item.Schema, item.Name, item.Owner, item.Comment }));
        }

        if (sql == "select view_definition, is_secure from information_schema.views where table_schema = ? and table_name = ?")
        {
            return Text(["VIEW_DEFINITION", "IS_SECURE"], Find(bindings[0], bindings[1]) is { Kind: "VIEW" } view ? [[view.Query, "YES"]] : []);
        }

        if (sql == "select current_role() as role_name")
        {
            return Text(["ROLE_NAME"], [[inForce]]);
        }

        if (sql.StartsWith("show roles limit 10000", StringComparison.Ordinal))
        {
            return Text(["created_on", "name", "owner"], Roles.Select(item => new string?[] { "2024-01-01", item.Key, item.Value }));
        }

        if (TagsPattern.Match(sql) is { Success: true } tags)
        {
            StubRelation relation = Need(tags);
            return Text(["TAG_NAME", "COLUMN_NAME"], relation.Columns.SelectMany(item => item.Tags.Select(tag => new string?[] { tag, item.Column.Name })));
        }

        if (sql.StartsWith("explain using text\n", StringComparison.Ordinal))
        {
            return Explain(sql);
        }

        if (SelectRowsPattern.Match(sql) is { Success: true } rows)
        {
            StubRelation relation = Need(rows);
            int skip = rows.Groups["skip"].Success ? int.Parse(rows.Groups["skip"].Value, CultureInfo.InvariantCulture) : 0;
            int first = rows.Groups["first"].Success && rows.Groups["first"].Value != "null" ? int.Parse(rows.Groups["first"].Value, CultureInfo.InvariantCulture) : int.MaxValue;
            return new StubTable([.. relation.Columns.Select(item => item.Column)], [.. relation.Rows.Skip(skip).Take(first)]);
        }

        return Change(sql, inForce);
    }

    private StubTable Change(string sql, string inForce)
    {
        if (CreateViewPattern.Match(sql) is { Success: true } create)
        {
            return Create(create, inForce);
        }

        if (GrantPattern.Match(sql) is { Success: true } grant)
        {
            StubRelation view = Need(grant);
            string role = grant.Groups["role"].Value;
            if (!Roles.ContainsKey(role) || role == RefuseGrantTo)
            {
                throw new StatementException("002003", "02000", $"SQL compilation error:\nRole '{role}' does not exist or not authorized.");
            }

            _ = grant.Groups["grant"].Success ? view.Selectors.Add(role) : view.Selectors.Remove(role);
            return Done();
        }

        if (DropPattern.Match(sql) is { Success: true } drop)
        {
            Relations.Remove(Need(drop));
            return Done();
        }

        if (ShowGrantsPattern.Match(sql) is { Success: true } grants)
        {
            StubRelation view = Need(grants);
            return Text(
                ["created_on", "privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option", "granted_by"],
                view.Selectors.Select(role => new string?[] { "", "SELECT", "VIEW", "", "ROLE", role, "false", view.Owner })
                    .Append(["", "OWNERSHIP", "VIEW", "", "ROLE", view.Owner, "true", view.Owner]));
        }

        throw new UnknownStatementException();
    }

    private StubTable Create(Match create, string inForce)
    {
        string schema = create.Groups["schema"].Value;
        string name = create.Groups["name"].Value;
        bool replaces = create.Groups["replace"].Success;
        if (create.Groups["db"].Value != Database || !Schemas.Contains(schema))
        {
            throw new StatementException("002043", "02000", "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
        }

        if (replaces != create.Groups["copy"].Success)
        {
            throw new UnknownStatementException();
        }

        StubRelation? there = Find(schema, name);
        if (there is not null && !replaces)
        {
            throw new StatementException("002002", "42710", $"SQL compilation error:\nObject '{name}' already exists.");
        }

        if (there is not null && there.Owner != inForce)
        {
            throw new StatementException("003001", "42501", $"SQL access control error:\nInsufficient privileges to operate on view '{name}'.");
        }

        string query = create.Groups["query"].Value;
        StubRelation source = Relations.Find(item => query.Contains($"\"{item.Schema}\".\"{item.Name}\"", StringComparison.Ordinal))
            ?? throw new StatementException("002003", "02000", "SQL compilation error:\nObject does not exist or not authorized.");
        StubRelation view = new()
        {
            Schema = schema,
            Name = name,
            Kind = "VIEW",
            Owner = inForce,
            Comment = Unescape(create.Groups["comment"].Value),
            Query = query,
            Columns = [.. source.Columns],
            Rows = source.Rows,
        };
        view.Selectors.UnionWith(there?.Selectors ?? []);
        if (there is not null)
        {
            Relations.Remove(there);
        }

        Relations.Add(view);
        return Done();
    }

    // Reads the query no further than a word that no column has.
    private StubTable Explain(string sql)
    {
        string[] lines = sql.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            int at = lines[line].IndexOf("NO_SUCH_COLUMN", StringComparison.Ordinal);
            if (at >= 0)
            {
                throw new StatementException("000904", "42000", string.Create(
                    CultureInfo.InvariantCulture, $"SQL compilation error: error line {line + 1} at position {at}\ninvalid identifier 'NO_SUCH_COLUMN'"));
            }
        }

        return Relations.Exists(item => sql.Contains($"\"{Database}\".\"{item.Schema}\".\"{item.Name}\"", StringComparison.Ordinal))
            ? Text(["content"], [["GlobalStats"]])
            : throw new StatementException("002003", "02000", "SQL compilation error:\nObject does not exist or not authorized.");
    }

    private StubTable Tables(List<string> bindings)
    {
        string schema = bindings[0];
        IEnumerable<string?[]> rows = Relations
            .Where(item => schema.Length == 0 || item.Schema == schema)
            .OrderBy(item => item.Schema, StringComparer.Ordinal).ThenBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => new string?[]
            {
                item.Schema, item.Name, item.Kind, item.Kind == "VIEW" ? null : Number(item.Rows.Count), item.Comment, Number(item.Columns.Count),
            });
        return new StubTable(
            [
                new("TABLE_SCHEMA", "text"), new("TABLE_NAME", "text"), new("TABLE_TYPE", "text"), new("ROW_COUNT", "fixed"), new("COMMENT", "text"),
                new("COLUMN_COUNT", "fixed"),
            ],
            [.. Part(rows, bindings[2], bindings[3])]);
    }

    private static StubTable Columns(StubRelation? relation) => Text(
        [
            "TABLE_TYPE", "TABLE_OWNER", "TABLE_COMMENT", "COLUMN_NAME", "DATA_TYPE", "IS_NULLABLE", "CHARACTER_MAXIMUM_LENGTH", "NUMERIC_PRECISION",
            "NUMERIC_SCALE", "DATETIME_PRECISION",
        ],
        relation is { Columns.Count: 0 }
            ? [[relation.Kind, relation.Owner, relation.Comment, null, null, null, null, null, null, null]]
            : (relation?.Columns ?? []).Select(item => new string?[]
        {
            relation!.Kind, relation.Owner, relation.Comment, item.Column.Name, item.DataType, item.Nullable ? "YES" : "NO",
            item.DataType == "TEXT" ? "16777216" : null, item.DataType == "NUMBER" ? "38" : null,
            item.DataType == "NUMBER" ? Number(item.Column.Scale) : null, null,
        }));

    private static StubTable Names(string column, IEnumerable<string> names, List<string> bindings) =>
        Text([column], Part(names.Order(StringComparer.Ordinal).Select(name => new string?[] { name }), bindings[0], bindings[1]));

    private static IEnumerable<string?[]> Part(IEnumerable<string?[]> rows, string from, string to)
    {
        long first = long.Parse(from, NumberStyles.None, CultureInfo.InvariantCulture);
        long last = long.Parse(to, NumberStyles.None, CultureInfo.InvariantCulture);
        return rows.Where((_, at) => at + 1 >= first && at + 1 <= last);
    }

    private StubRelation Need(Match match) =>
        (match.Groups["db"].Value == Database ? Find(match.Groups["schema"].Value, match.Groups["name"].Value) : null)
        ?? throw new StatementException("002003", "02000", $"SQL compilation error:\nObject '{match.Groups["name"].Value}' does not exist or not authorized.");

    private static StubTable Done() => Text(["status"], [["Statement executed successfully."]]);

    private static StubTable Text(string[] columns, IEnumerable<string?[]> rows) =>
        new([.. columns.Select(name => new StubColumn(name, "text"))], [.. rows]);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Unescape(string text) => EscapePattern.Replace(text, match => match.Value switch
    {
        @"\n" => "\n",
        @"\t" => "\t",
        @"\r" => "\r",
        { Length: 6 } code => ((char)int.Parse(code.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        { } other => other[1..],
    });


    private static readonly Regex EscapePattern = new Regex(@"\\u[0-9a-f]{4}|\\.");

    private static readonly Regex CreateViewPattern = new Regex("""^create (?<replace>or replace )?secure view "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)" (?<copy>copy grants )?comment = '(?<comment>(?:[^'\\]|\\.)*)' as\n(?<query>.+)$""", RegexOptions.Singleline);

    private static readonly Regex GrantPattern = new Regex("""^(?:(?<grant>grant) select on view "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)" to role "(?<role>[^"]+)"|revoke select on view "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)" from role "(?<role>[^"]+)" cascade)$""");

    private static readonly Regex DropPattern = new Regex("""^drop view "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)"$""");

    private static readonly Regex ShowGrantsPattern = new Regex("""^show grants on view "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)"$""");

    private static readonly Regex SelectRowsPattern = new Regex("""^select \* from "(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)"(?: limit (?<first>null|\d+) offset (?<skip>\d+))?$""");

    private static readonly Regex TagsPattern = new Regex("""^select tag_name, column_name from table\(information_schema\.tag_references_all_columns\('"(?<db>[^"]+)"\."(?<schema>[^"]+)"\."(?<name>[^"]+)"', 'table'\)\) where column_name is not null order by column_name, tag_name$""");
}
