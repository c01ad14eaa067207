#nullable enable
#pragma warning disable IDE0005 // PowerShell compiles this file too, and has no implicit usings.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pace.Tests.Warehouses;

/// <summary>
/// BigQuery's REST API, version 2, with one project; Google's token endpoint; and Data Catalog's policy tags. The contract
/// is https://cloud.google.com/bigquery/docs/reference/rest and https://developers.google.com/identity/protocols/oauth2/service-account
/// </summary>
public sealed partial class BigQueryStub : RestStub
{
    private static readonly Regex PathPattern = new Regex(
        "^/bigquery/v2/projects/(?<project>[^/]+)/(?:(?<jobs>jobs)|queries/(?<query>[^/]+)|jobs/(?<cancel>[^/]+)/cancel"
        + "|datasets(?:/(?<dataset>[^/]+)(?:/(?<tables>tables)(?:/(?<table>[^/:]+)(?<policy>:getIamPolicy)?)?)?)?)$");

    private readonly RSA _key = RSA.Create(2048);
    private readonly HashSet<string> _tokens = new HashSet<string>();
    private readonly Dictionary<string, Job> _jobs = new Dictionary<string, Job>();

    public BigQueryProject Content { get; } = new BigQueryProject();

    /// <summary>How many items or rows a page has.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>A text; queries that hold it are never done, until they are cancelled.</summary>
    public string? Endless { get; set; }

    /// <summary>How often a query is asked after before it is done.</summary>
    public int PollsNeeded { get; set; }

    /// <summary>Tokens expire as soon as a job with a text was begun.</summary>
    public string? ExpireTokensAt { get; set; }

    /// <summary>The service account's address.</summary>
    public string Email { get; } = "pace@shop-project.iam.gserviceaccount.com";

    /// <summary>How many tokens were given out.</summary>
    public int TokensGiven { get; private set; }

    /// <summary>The queries that were cancelled.</summary>
    public string[] Cancelled { get { lock (Gate) { return _jobs.Values.Where(job => job.IsCancelled).Select(job => job.Sql).ToArray(); } } }

    /// <summary>The service account's key, as Google gives it out.</summary>
    public string Key => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "shop-project",
        ["private_key_id"] = "key1",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Email,
        ["token_uri"] = Address + "/token",
    }.ToJsonString();

    protected override IReadOnlyCollection<string> OwnHeaders => ["If-Match", "x-goog-api-client", "Transfer-Encoding"];

    protected override void Released() => _key.Dispose();

    protected override StubAnswer Disturbed(int status, string reason) =>
        Error(status, reason.Length > 0 ? reason : status == 403 ? "rateLimitExceeded" : "backendError", "Try again later.");

    protected override StubAnswer Answer(StubRequest request)
    {
        if (request.Path == "/token")
        {
            return GiveToken(request);
        }

        if (request.Header("Accept") != "application/json" || string.IsNullOrEmpty(request.Header("User-Agent")))
        {
            throw Refuse($"{request} lacks Accept: application/json or a User-Agent.");
        }

        string authorization = request.Header("Authorization") ?? "";
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || !_tokens.Contains(authorization["Bearer ".Length..]))
        {
            return Error(401, "authError", "Request had invalid authentication credentials. " + authorization);
        }

        if (request.Body.Length > 0 && request.Header("Content-Type") != "application/json")
        {
            throw Refuse($"{request} is no application/json.");
        }

        if (request.Path.StartsWith("/v1/projects/", StringComparison.Ordinal) && request.Method == "GET")
        {
            return Content.PolicyTags.TryGetValue(request.Path["/v1/".Length..], out string? name)
                ? new StubAnswer(200, new JsonObject { ["name"] = request.Path["/v1/".Length..], ["displayName"] = name })
                : Error(404, "notFound", "Not found");
        }

        if (request.Path == "/bigquery/v2/projects" && request.Method == "GET")
        {
            return List(request, "projects", Content.Projects.Select(id => new JsonObject { ["id"] = id, ["projectReference"] = new JsonObject { ["projectId"] = id } }));
        }

        Match match = PathPattern.Match(request.Path);
        return match.Success ? Route(request, match) : throw Refuse($"{request} is no method of the API.");
    }

    private StubAnswer Route(StubRequest request, Match match)
    {
        string project = Uri.UnescapeDataString(match.Groups["project"].Value);
        bool isKnown = project == Content.Id;
        if (match.Groups["jobs"].Success && request.Method == "POST")
        {
            return isKnown ? Begin(request) : Error(404, "notFound", "Not found: Project " + project);
        }

        if (match.Groups["query"].Success && request.Method == "GET")
        {
            return Results(request, match.Groups["query"].Value);
        }

        if (match.Groups["cancel"].Success && request.Method == "POST")
        {
            return Cancel(request, match.Groups["cancel"].Value);
        }

        if (match.Groups["jobs"].Success || match.Groups["query"].Success || match.Groups["cancel"].Success)
        {
            throw Refuse($"{request} is no method of the API.");
        }

        string dataset = Uri.UnescapeDataString(match.Groups["dataset"].Value);
        if (!isKnown || (dataset.Length > 0 && !Content.Datasets.ContainsKey(dataset)))
        {
            return Error(404, "notFound", $"Not found: {(isKnown ? "Dataset" : "Project")} {project}:{dataset}");
        }

        string? table = match.Groups["table"].Success ? Uri.UnescapeDataString(match.Groups["table"].Value) : null;
        return (request.Method, dataset.Length > 0, match.Groups["tables"].Success, table, match.Groups["policy"].Success) switch
        {
            ("GET", false, _, _, _) => List(request, "datasets", Content.Datasets.Keys.Select(id => new JsonObject
            {
                ["datasetReference"] = new JsonObject { ["projectId"] = project, ["datasetId"] = id },
            })),
            ("GET", true, false, _, _) => Dataset(request, dataset),
            ("PATCH", true, false, _, _) => PatchDataset(request, dataset),
            ("GET", true, true, null, _) => List(request, "tables", Content.Tables.Where(item => item.Key.Dataset == dataset).Select(item => new JsonObject
            {
                ["tableReference"] = item.Value["tableReference"]!.DeepClone(),
                ["type"] = item.Value["type"]!.DeepClone(),
                ["labels"] = item.Value["labels"]?.DeepClone(),
            })),
            ("POST", true, true, null, _) => Insert(request, dataset),
            ("POST", true, true, { } name, true) => Policy(request, dataset, name),
            ("GET", true, true, { } name, false) => Content.Tables.TryGetValue((dataset, name), out JsonObject? found)
                ? new StubAnswer(200, found.DeepClone())
                : Error(404, "notFound", $"Not found: Table {project}:{dataset}.{name}"),
            ("PATCH", true, true, { } name, false) => PatchTable(request, dataset, name),
            ("DELETE", true, true, { } name, false) => Content.Tables.Remove((dataset, name))
                ? new StubAnswer(204, null)
                : Error(404, "notFound", $"Not found: Table {project}:{dataset}.{name}"),
            _ => throw Refuse($"{request} is no method of the API."),
        };
    }

    private StubAnswer Begin(StubRequest request)
    {
        CheckQuery(request);
        JsonObject body = (JsonObject)JsonNode.Parse(request.Body)!;
        Check(body, "A job", ["configuration", "jobReference"]);
        JsonObject reference = (JsonObject)body["jobReference"]!;
        Check(reference, "A job's reference", ["projectId"], "jobId", "location");
        JsonObject configuration = (JsonObject)body["configuration"]!;
        Check(configuration, "A job's configuration", ["query"], "dryRun", "labels", "jobTimeoutMs");
        JsonObject query = (JsonObject)configuration["query"]!;
        Check(query, "A query", ["query", "useLegacySql"], "priority", "maximumBytesBilled", "parameterMode", "queryParameters", "useQueryCache");
        if ((bool)query["useLegacySql"]!)
        {
            throw Refuse("A query is in legacy SQL.");
        }

        string sql = (string)query["query"]!;
        request.Statement = sql;
        try
        {
            if (((bool?)configuration["dryRun"]).GetValueOrDefault())
            {
                Content.Check(sql);
                return new StubAnswer(200, new JsonObject { ["status"] = new JsonObject { ["state"] = "DONE" } });
            }

            string id = (string?)reference["jobId"] ?? Guid.NewGuid().ToString("N");
            if (!Regex.IsMatch(id, "^[A-Za-z0-9_-]{1,1024}$"))
            {
                throw Refuse("A job's id has other characters than letters, digits, _ and -: " + id);
            }

            if (!_jobs.TryAdd(id, new Job(sql) { PollsLeft = PollsNeeded }))
            {
                return Error(409, "duplicate", $"Already Exists: Job {Content.Id}:EU.{id}");
            }

            if (ExpireTokensAt is { } at && sql.Contains(at, StringComparison.Ordinal))
            {
                ExpireTokensAt = null;
                _tokens.Clear();
            }

            return new StubAnswer(200, new JsonObject
            {
                ["kind"] = "bigquery#job",
                ["jobReference"] = new JsonObject { ["projectId"] = Content.Id, ["jobId"] = id, ["location"] = "EU" },
                ["status"] = new JsonObject { ["state"] = "RUNNING" },
            });
        }
        catch (QueryException error)
        {
            return Error(error.Status, error.Reason, error.Message);
        }
    }

    private StubAnswer Results(StubRequest request, string id)
    {
        CheckQuery(request, "maxResults", "pageToken", "startIndex", "timeoutMs", "location", "formatOptions.useInt64Timestamp");
        Job job = Need(request, id);
        if (request.Query.GetValueOrDefault("formatOptions.useInt64Timestamp") != "true")
        {
            throw Refuse($"{request} asks for timestamps as floating-point numbers, which are not exact.");
        }

        if (job.IsCancelled)
        {
            return Error(400, "stopped", "Job execution was cancelled: User requested cancellation");
        }

        JsonObject reference = new() { ["projectId"] = Content.Id, ["jobId"] = id, ["location"] = "EU" };
        bool hangs = Endless is { } endless && job.Sql.Contains(endless, StringComparison.Ordinal);
        if (job.Result is null && (hangs || job.PollsLeft-- > 0))
        {
            if (hangs)
            {
                Hanging.Set();
            }

            return new StubAnswer(200, new JsonObject { ["jobComplete"] = false, ["jobReference"] = reference });
        }

        try
        {
            job.Result ??= Content.Run(job.Sql);
        }
        catch (QueryException error)
        {
            return Error(error.Status, error.Reason, error.Message);
        }
        catch (UnknownStatementException)
        {
            throw Refuse($"A statement that the stub does not know: {job.Sql}");
        }

        (JsonArray fields, List<JsonArray> rows) = job.Result.Value;
        int from = request.Query.TryGetValue("pageToken", out string? token) ? Page(token) : 0;
        JsonObject body = new()
        {
            ["jobComplete"] = true,
            ["jobReference"] = reference,
            ["schema"] = new JsonObject { ["fields"] = fields.DeepClone() },
            ["totalRows"] = rows.Count.ToString(CultureInfo.InvariantCulture),
            ["rows"] = new JsonArray(rows.Skip(from).Take(PageSize).Select(row => (JsonNode)new JsonObject { ["f"] = row.DeepClone() }).ToArray()),
        };
        if (from + PageSize < rows.Count)
        {
            body["pageToken"] = Token(from + PageSize);
        }

        return new StubAnswer(200, body);
    }

    private StubAnswer Cancel(StubRequest request, string id)
    {
        CheckQuery(request, "location");
        Need(request, id).IsCancelled = true;
        return new StubAnswer(200, new JsonObject { ["kind"] = "bigquery#jobCancelResponse" });
    }

    private Job Need(StubRequest request, string id)
    {
        if (!_jobs.TryGetValue(id, out Job? job))
        {
            throw Refuse($"{request} names a job that nobody began.");
        }

        request.Statement = job.Sql;
        return request.Query.GetValueOrDefault("location") is null or "EU" ? job : throw Refuse($"{request} names another location than the job's.");
    }

    private StubAnswer Insert(StubRequest request, string dataset)
    {
        CheckQuery(request);
        JsonObject body = (JsonObject)JsonNode.Parse(request.Body)!;
        Check(body, "A view", ["tableReference", "view"], "description", "labels", "friendlyName");
        JsonObject reference = (JsonObject)body["tableReference"]!;
        Check(reference, "A table's reference", ["projectId", "datasetId", "tableId"]);
        string name = (string)reference["tableId"]!;
        if ((string?)reference["projectId"] != Content.Id || (string?)reference["datasetId"] != dataset)
        {
            throw Refuse("A table's reference is not that of its path: " + reference.ToJsonString());
        }

        if (Content.Tables.ContainsKey((dataset, name)))
        {
            return Error(409, "duplicate", $"Already Exists: Table {Content.Id}:{dataset}.{name}");
        }

        return Store(dataset, name, new JsonObject { ["tableReference"] = reference.DeepClone(), ["type"] = "VIEW" }, body);
    }

    private StubAnswer PatchTable(StubRequest request, string dataset, string name)
    {
        CheckQuery(request, "autodetect_schema");
        JsonObject body = (JsonObject)JsonNode.Parse(request.Body)!;
        Check(body, "A view's change", [], "description", "labels", "view", "friendlyName");
        if (!Content.Tables.TryGetValue((dataset, name), out JsonObject? table))
        {
            return Error(404, "notFound", $"Not found: Table {Content.Id}:{dataset}.{name}");
        }

        return Matches(request, table) ?? Store(dataset, name, table, body);
    }

    private StubAnswer Store(string dataset, string name, JsonObject table, JsonObject change)
    {
        JsonObject view = (JsonObject)change["view"]!;
        Check(view, "A view's definition", ["query", "useLegacySql"]);
        foreach ((string key, JsonNode? value) in (JsonObject?)change["labels"] ?? new JsonObject())
        {
            if (!Regex.IsMatch(key, "^[a-z][a-z0-9_-]{0,62}$") || !Regex.IsMatch((string)value!, "^[a-z0-9_-]{0,63}$"))
            {
                throw Refuse($"A label has other characters than lower-case letters, digits, _ and -: {key}: {value}");
            }
        }

        try
        {
            Content.Check((string)view["query"]!);
            Content.Store(dataset, name, table, change);
            return new StubAnswer(200, Content.Tables[(dataset, name)].DeepClone());
        }
        catch (QueryException error)
        {
            return Error(error.Status, error.Reason, error.Message);
        }
    }

    private StubAnswer Dataset(StubRequest request, string name)
    {
        CheckQuery(request, "accessPolicyVersion", "datasetView");
        JsonObject dataset = (JsonObject)Content.Datasets[name].DeepClone();
        if (request.Query.GetValueOrDefault("accessPolicyVersion") != "3")
        {
            foreach (JsonNode? entry in dataset["access"]!.AsArray())
            {
                ((JsonObject)entry!).Remove("condition");
            }
        }

        return new StubAnswer(200, dataset);
    }

    private StubAnswer PatchDataset(StubRequest request, string name)
    {
        CheckQuery(request, "accessPolicyVersion", "updateMode");
        if (request.Query.GetValueOrDefault("accessPolicyVersion") != "3")
        {
            return Error(400, "invalid", "Requests that change conditions must specify accessPolicyVersion 3.");
        }

        JsonObject body = (JsonObject)JsonNode.Parse(request.Body)!;
        Check(body, "A dataset's change", ["access"]);
        JsonObject dataset = Content.Datasets[name];
        if (Matches(request, dataset) is { } refused)
        {
            return refused;
        }

        string[] kept = [.. body["access"]!.AsArray().Select(entry => entry!.ToJsonString())];
        foreach (JsonNode? entry in dataset["access"]!.AsArray().Where(entry => entry!["view"] is null && !kept.Contains(entry!.ToJsonString())))
        {
            throw Refuse("Somebody else's right on a dataset got lost: " + entry!.ToJsonString());
        }

        dataset["access"] = body["access"]!.DeepClone();
        dataset["etag"] = Guid.NewGuid().ToString("N");
        return new StubAnswer(200, dataset.DeepClone());
    }

    private StubAnswer Policy(StubRequest request, string dataset, string name)
    {
        Check((JsonObject)JsonNode.Parse(request.Body)!, "A question for a policy", [], "options");
        return Content.Tables.ContainsKey((dataset, name))
            ? new StubAnswer(200, new JsonObject
            {
                ["version"] = 1,
                ["bindings"] = new JsonArray(new JsonObject
                {
                    ["role"] = "roles/bigquery.dataViewer",
                    ["members"] = new JsonArray(Content.Readers((dataset, name)).Select(member => (JsonNode)member).ToArray()),
                }),
            })
            : Error(404, "notFound", "Not found");
    }

    private StubAnswer? Matches(StubRequest request, JsonObject there)
    {
        string? wanted = request.Header("If-Match");
        return wanted is null ? throw Refuse($"{request} changes what it did not say the version of (If-Match).")
            : wanted == (string?)there["etag"] ? null
            : Error(412, "conditionNotMet", "Precondition check failed.");
    }

    private StubAnswer List(StubRequest request, string items, IEnumerable<JsonObject> all)
    {
        CheckQuery(request, "maxResults", "pageToken");
        List<JsonObject> list = [.. all];
        int from = request.Query.TryGetValue("pageToken", out string? token) ? Page(token) : 0;
        JsonObject body = new() { [items] = new JsonArray(list.Skip(from).Take(PageSize).Select(item => (JsonNode)item).ToArray()) };
        if (from + PageSize < list.Count)
        {
            body["nextPageToken"] = Token(from + PageSize);
        }

        return new StubAnswer(200, body);
    }

    private static string Token(int from) => string.Create(CultureInfo.InvariantCulture, $"p+/={from}");

    private int Page(string token) => token.StartsWith("p+/=", StringComparison.Ordinal)
        ? int.Parse(token.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture)
        : throw Refuse("A page token that was not given: " + token);

    private static StubAnswer Error(int status, string reason, string message) => new(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = status,
            ["message"] = message,
            ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["domain"] = "global", ["reason"] = reason }),
        },
    });

    private sealed class Job(string sql)
    {
        public string Sql { get; } = sql;

        public int PollsLeft { get; set; }

        public bool IsCancelled { get; set; }

        public (JsonArray Fields, List<JsonArray> Rows)? Result { get; set; }
    }
}
