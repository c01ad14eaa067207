#nullable enable
#pragma warning disable IDE0005 // PowerShell compiles this file too, and has no implicit usings.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pace.Tests.Warehouses;

/// <summary>A query that fails as the service lets it fail.</summary>
public sealed class QueryException(int status, string reason, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Reason { get; } = reason;
}

/// <summary>What a project holds, and what the statements that Pace sends do to it; it knows those only.</summary>
public sealed class BigQueryProject
{
    private const string Name = @"`(?<project>[^`]+)`\.`(?<dataset>[^`]+)`\.`(?<table>[^`]+)`";

    private static readonly Regex TablePattern = new Regex(Name);
    private static readonly Regex RowsPattern = new Regex("^select \\* from " + Name + @"(?: limit (?<first>\d+) offset (?<skip>\d+))?$");
    private static readonly Regex GroupsPattern = new Regex("^select distinct userGroup from " + Name + " where userGroup is not null order by userGroup$");
    private static readonly Regex GrantPattern = new Regex(
        "^(?<what>grant|revoke) `roles/bigquery.dataViewer` on view " + Name + " (?:to|from) '(?<member>group:[^']+)'$");

    private readonly Dictionary<(string Dataset, string Table), List<JsonArray>> _rows = [];
    private readonly Dictionary<(string Dataset, string Table), SortedSet<string>> _readers = [];

    public string Id { get; } = "shop-project";

    public List<string> Projects { get; } = ["archive-project", "shop-project"];

    public SortedDictionary<string, JsonObject> Datasets { get; } = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);

    public SortedDictionary<(string Dataset, string Table), JsonObject> Tables { get; } = [];

    /// <summary>Policy tags by their resource names.</summary>
    public Dictionary<string, string> PolicyTags { get; } = [];

    /// <summary>Who may read a view, by IAM.</summary>
    public SortedSet<string> Readers((string Dataset, string Table) view) =>
        _readers.TryGetValue(view, out SortedSet<string>? there) ? there : _readers[view] = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>The views that may read a dataset for their readers.</summary>
    public string[] Authorized(string dataset) =>
        [.. Datasets[dataset]["access"]!.AsArray().Where(entry => entry!["view"] is not null).Select(entry => $"{entry!["view"]!["datasetId"]}.{entry["view"]!["tableId"]}")];

    public void AddDataset(string id) => Datasets.Add(id, new JsonObject
    {
        ["datasetReference"] = new JsonObject { ["projectId"] = Id, ["datasetId"] = id },
        ["etag"] = Guid.NewGuid().ToString("N"),
        // A condition, as newer entries have it, is to be kept though no client of this time knows it.
        ["access"] = new JsonArray(
            new JsonObject { ["role"] = "OWNER", ["specialGroup"] = "projectOwners" },
            new JsonObject { ["role"] = "READER", ["userByEmail"] = "reader@example.com", ["condition"] = new JsonObject { ["expression"] = "true" } }),
    });

    public void AddTable(string dataset, string name, string schema, params string[] rows)
    {
        Tables.Add((dataset, name), new JsonObject
        {
            ["tableReference"] = new JsonObject { ["projectId"] = Id, ["datasetId"] = dataset, ["tableId"] = name },
            ["type"] = "TABLE",
            ["etag"] = Guid.NewGuid().ToString("N"),
            ["description"] = "The " + name,
            ["numRows"] = rows.Length.ToString(CultureInfo.InvariantCulture),
            ["schema"] = new JsonObject { ["fields"] = JsonNode.Parse(schema) },
        });
        _rows[(dataset, name)] = [.. rows.Select(row => JsonNode.Parse(row)!.AsArray())];
    }

    /// <summary>The table of the examples.</summary>
    public static BigQueryProject Example(BigQueryProject project)
    {
        project.AddDataset("shop");
        project.AddDataset("views");
        project.PolicyTags["projects/shop-project/locations/eu/taxonomies/1/policyTags/2"] = "email";
        project.AddTable(
            "shop",
            "demo",
            """
            [
              { "name": "transactionid", "type": "INTEGER", "mode": "REQUIRED" },
              { "name": "email", "type": "STRING", "policyTags": { "names": [ "projects/shop-project/locations/eu/taxonomies/1/policyTags/2" ] } },
              { "name": "age", "type": "INTEGER" },
              { "name": "amount", "type": "NUMERIC" },
              { "name": "seen", "type": "TIMESTAMP" },
              { "name": "address", "type": "RECORD", "fields": [ { "name": "city", "type": "STRING" }, { "name": "zip", "type": "STRING" } ] },
              { "name": "labels", "type": "STRING", "mode": "REPEATED" }
            ]
            """,
            """[{"v":"861200791"},{"v":"jeffreypowell@hotmail.com"},{"v":"33"},{"v":"123.45"},{"v":"1616173619000001"},{"v":{"f":[{"v":"Berlin"},{"v":null}]}},{"v":[{"v":"a"},{"v":"b"}]}]""",
            """[{"v":"733970993"},{"v":"forbeserik@gmail.com"},{"v":"16"},{"v":"46.9"},{"v":null},{"v":null},{"v":[]}]""",
            """[{"v":"494723158"},{"v":null},{"v":"64"},{"v":"73"},{"v":null},{"v":null},{"v":[]}]""");
        project.AddTable(
            "shop",
            "user_groups",
            """[{ "name": "userEmail", "type": "STRING" }, { "name": "userGroup", "type": "STRING" }]""",
            """[{"v":"a@example.com"},{"v":"marketing"}]""",
            """[{"v":"b@example.com"},{"v":"fraud_and_risk"}]""");
        return project;
    }

    /// <summary>Reads a query no further than its tables and a word that no column has.</summary>
    public void Check(string sql)
    {
        string[] lines = sql.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            int at = lines[line].IndexOf("no_such_column", StringComparison.Ordinal);
            if (at >= 0)
            {
                throw new QueryException(400, "invalidQuery", string.Create(
                    CultureInfo.InvariantCulture, $"Unrecognized name: no_such_column at [{line + 1}:{at + 1}]"));
            }
        }

        foreach (Match table in TablePattern.Matches(sql))
        {
            Need(table);
        }
    }

    /// <summary>Makes a view, or changes it.</summary>
    public void Store(string dataset, string name, JsonObject table, JsonObject change)
    {
        (string Dataset, string Table) source = TablePattern.Matches((string)change["view"]!["query"]!).Select(Need).Last(Tables.ContainsKey);
        foreach ((string key, JsonNode? value) in change)
        {
            table[key] = value?.DeepClone();
        }

        table["etag"] = Guid.NewGuid().ToString("N");
        table["schema"] = Tables[source]["schema"]!.DeepClone();
        _rows[(dataset, name)] = _rows[source];
        Tables[(dataset, name)] = table;
    }

    /// <summary>Runs a statement.</summary>
    public (JsonArray Fields, List<JsonArray> Rows) Run(string sql)
    {
        if (RowsPattern.Match(sql) is { Success: true } rows)
        {
            (string, string) table = Need(rows);
            long skip = rows.Groups["skip"].Success ? long.Parse(rows.Groups["skip"].Value, CultureInfo.InvariantCulture) : 0;
            long first = rows.Groups["first"].Success ? long.Parse(rows.Groups["first"].Value, CultureInfo.InvariantCulture) : long.MaxValue;
            return (Tables[table]["schema"]!["fields"]!.AsArray(), [.. _rows[table].Skip((int)skip).Take((int)Math.Min(first, int.MaxValue))]);
        }

        if (GroupsPattern.Match(sql) is { Success: true } groups)
        {
            return (
                JsonNode.Parse("""[{ "name": "userGroup", "type": "STRING" }]""")!.AsArray(),
                [.. _rows[Need(groups)].Select(row => new JsonArray(row[1]!.DeepClone()))]);
        }

        if (GrantPattern.Match(sql) is { Success: true } grant)
        {
            SortedSet<string> readers = Readers(Need(grant));
            _ = grant.Groups["what"].Value == "grant" ? readers.Add(grant.Groups["member"].Value) : readers.Remove(grant.Groups["member"].Value);
            return ([], []);
        }

        throw new UnknownStatementException();
    }

    private (string Dataset, string Table) Need(Match match)
    {
        (string Dataset, string Table) key = (match.Groups["dataset"].Value, match.Groups["table"].Value);
        return match.Groups["project"].Value == Id && (Tables.ContainsKey(key) || key.Dataset == "principal_check_routines")
            ? key
            : throw new QueryException(404, "notFound", $"Not found: Table {match.Groups["project"].Value}:{key.Dataset}.{key.Table} was not found in location EU");
    }
}
