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
/// Snowflake's SQL API, version 2, with an account of one database. The contract is
/// https://docs.snowflake.com/en/developer-guide/sql-api/reference and its pages on authentication and responses.
/// </summary>
public sealed class SnowflakeStub : RestStub
{
    private const string Root = "/api/v2/statements";

    private static readonly string[] Parameters =
    [
        "binary_output_format", "client_result_chunk_size", "date_output_format", "multi_statement_count", "query_tag",
        "rows_per_resultset", "time_output_format", "timestamp_ltz_output_format", "timestamp_ntz_output_format",
        "timestamp_output_format", "timestamp_tz_output_format", "timezone", "use_cached_result",
    ];

    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, Statement> _byRequest = new Dictionary<string, Statement>();
    private readonly Dictionary<string, Statement> _byHandle = new Dictionary<string, Statement>();
    private readonly HashSet<string> _tokens = new HashSet<string>();
    private readonly HashSet<string> _expired = new HashSet<string>();

    public string Account { get; set; } = "ACME-SHOP";

    public string User { get; set; } = "PACE";

    public SnowflakeAccount Content { get; } = new SnowflakeAccount();

    /// <summary>How many rows a part of a result has.</summary>
    public int PartRows { get; set; } = 1000;

    /// <summary>A text; statements that hold it are never done, until they are cancelled.</summary>
    public string? Endless { get; set; }

    /// <summary>How often a statement is asked after before it is done.</summary>
    public int PollsNeeded { get; set; }

    /// <summary>The handles of statements that were cancelled.</summary>
    public string[] Cancelled { get { lock (Gate) { return _byHandle.Values.Where(item => item.IsCancelled).Select(item => item.Sql).ToArray(); } } }

    /// <summary>The statements that were run, and not only asked for.</summary>
    public string[] Ran { get { lock (Gate) { return _byHandle.Values.Where(item => item.IsDone).Select(item => item.Sql).ToArray(); } } }

    /// <summary>How many different tokens were good.</summary>
    public int TokensSeen { get { lock (Gate) { return _tokens.Count; } } }

    /// <summary>The private key of the user, in PEM.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The private key, encrypted.</summary>
    public string EncryptedPrivateKey(string passphrase) => _key.ExportEncryptedPkcs8PrivateKeyPem(
        passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048));

    /// <summary>Every token that was shown so far is refused from now on.</summary>
    public void ExpireTokens()
    {
        lock (Gate)
        {
            _expired.UnionWith(_tokens);
        }
    }

    /// <summary>Tokens expire as soon as a statement with a text was submitted.</summary>
    public string? ExpireTokensAt { get; set; }

    protected override IReadOnlyCollection<string> OwnHeaders => ["X-Snowflake-Authorization-Token-Type"];

    protected override void Released() => _key.Dispose();

    protected override StubAnswer Disturbed(int status, string reason) => new(status, new JsonObject
    {
        ["code"] = status == 429 ? "390505" : "000001",
        ["message"] = reason.Length > 0 ? reason : "Try again later.",
    });

    protected override StubAnswer Answer(StubRequest request)
    {
        if (!IsKnown(request))
        {
            return new StubAnswer(401, new JsonObject { ["code"] = "390144", ["message"] = "JWT token is invalid. " + request.Header("Authorization") });
        }

        if (request.Path == Root && request.Method == "POST")
        {
            return Submit(request);
        }

        Match match = HandlePattern.Match(request.Path);
        if (!match.Success)
        {
            throw Refuse($"{request} is no operation of the SQL API.");
        }

        if (!_byHandle.TryGetValue(match.Groups["handle"].Value, out Statement? statement))
        {
            throw Refuse($"{request} names a statement that nobody submitted.");
        }

        request.Statement = statement.Sql;
        return (request.Method, match.Groups["cancel"].Success) switch
        {
            ("GET", false) => Status(request, statement),
            ("POST", true) => Cancel(request, statement),
            _ => throw Refuse($"{request} is no operation of the SQL API."),
        };
    }

    private bool IsKnown(StubRequest request)
    {
        string authorization = request.Header("Authorization") ?? "";
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            throw Refuse($"{request} has no bearer token.");
        }

        if (request.Header("X-Snowflake-Authorization-Token-Type") != "KEYPAIR_JWT")
        {
            throw Refuse($"{request} does not say that its token is a KEYPAIR_JWT.");
        }

        if (request.Header("Accept") != "application/json" || string.IsNullOrEmpty(request.Header("User-Agent")))
        {
            throw Refuse($"{request} lacks Accept: application/json or a User-Agent.");
        }

        string token = authorization["Bearer ".Length..];
        if (Claims(token, _key, "iss", "sub", "iat", "exp") is not { } claims)
        {
            return false;
        }

        string subject = $"{Account}.{User}";
        string fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        long issued = (long)claims["iat"]!;
        long expires = (long)claims["exp"]!;
        if ((string?)claims["sub"] != subject || (string?)claims["iss"] != $"{subject}.{fingerprint}")
        {
            Violate($"A token is for {claims["sub"]}, by {claims["iss"]}; the account has {subject}, by {subject}.{fingerprint}.");
            return false;
        }

        if (expires - issued > 3600 || issued > now + 5)
        {
            Violate("A token is good for more than an hour, or from the future.");
            return false;
        }

        if (expires <= now || _expired.Contains(token))
        {
            return false;
        }

        _tokens.Add(token);
        return true;
    }

    private StubAnswer Submit(StubRequest request)
    {
        CheckQuery(request, "requestId", "async", "nullable", "retry");
        if (!request.Query.TryGetValue("requestId", out string? id) || !Guid.TryParseExact(id, "D", out _))
        {
            throw Refuse($"{request} has no requestId that is a UUID.");
        }

        if (request.Header("Content-Type") != "application/json")
        {
            throw Refuse($"{request} is no application/json.");
        }

        bool isRetry = request.Query.GetValueOrDefault("retry") == "true";
        if (_byRequest.TryGetValue(id, out Statement? known))
        {
            return isRetry ? Running(known) : throw Refuse($"{request} repeats a requestId and does not say retry=true.");
        }

        Statement statement = Read(request);
        request.Statement = statement.Sql;
        statement.PollsLeft = PollsNeeded;
        _byRequest.Add(id, statement);
        _byHandle.Add(statement.Handle, statement);
        if (ExpireTokensAt is { } at && statement.Sql.Contains(at, StringComparison.Ordinal))
        {
            ExpireTokensAt = null;
            _expired.UnionWith(_tokens);
        }

        return request.Query.GetValueOrDefault("async") == "true" ? Running(statement) : Finish(statement, 0);
    }

    private Statement Read(StubRequest request)
    {
        JsonObject body = (JsonObject)JsonNode.Parse(request.Body)!;
        Check(body, "The body of a statement", ["statement"], "timeout", "database", "schema", "warehouse", "role", "bindings", "parameters");
        string sql = (string)body["statement"]!;
        string database = (string?)body["database"] ?? "";
        List<string> values = [];
        JsonObject bindings = (JsonObject?)body["bindings"] ?? new JsonObject();
        for (int at = 1; at <= bindings.Count; at++)
        {
            JsonObject binding = (JsonObject?)bindings[at.ToString(CultureInfo.InvariantCulture)] ?? throw Refuse("Bindings are not counted from 1.");
            Check(binding, "A binding", ["type", "value"]);
            if ((string?)binding["type"] is not ("TEXT" or "FIXED" or "BOOLEAN") || binding["value"]!.GetValueKind() != JsonValueKind.String)
            {
                throw Refuse("A binding has an unknown type, or a value that is no text: " + binding.ToJsonString());
            }

            values.Add((string)binding["value"]!);
        }

        foreach ((string name, JsonNode? value) in (JsonObject?)body["parameters"] ?? new JsonObject())
        {
            if (!Parameters.Contains(name, StringComparer.OrdinalIgnoreCase) || value is null)
            {
                throw Refuse($"A statement has the unknown parameter '{name}'.");
            }
        }

        string plain = QuotedPattern.Replace(sql, "''");
        if (plain.Count(character => character == '?') != values.Count)
        {
            throw Refuse($"A statement has {values.Count} bindings: {sql}");
        }

        if (plain.Contains(';', StringComparison.Ordinal))
        {
            throw Refuse($"A request has more than one statement, and no MULTI_STATEMENT_COUNT: {sql}");
        }

        return new Statement(Guid.NewGuid().ToString("D"), sql, database, values, (string?)body["role"]);
    }

    private StubAnswer Status(StubRequest request, Statement statement)
    {
        CheckQuery(request, "requestId", "partition");
        int part = request.Query.TryGetValue("partition", out string? text) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        if (statement.IsCancelled)
        {
            return Failure(statement, new StatementException("000604", "57014", "SQL execution canceled"));
        }

        if (!statement.IsDone && Endless is { } endless && statement.Sql.Contains(endless, StringComparison.Ordinal))
        {
            Hanging.Set();
            return Running(statement);
        }

        if (!statement.IsDone && statement.PollsLeft-- > 0)
        {
            return Running(statement);
        }

        return Finish(statement, part);
    }

    private StubAnswer Cancel(StubRequest request, Statement statement)
    {
        CheckQuery(request, "requestId");
        if (statement.IsDone)
        {
            return Failure(statement, new StatementException("000709", "02000", "Statement not found or already done"));
        }

        statement.IsCancelled = true;
        return new StubAnswer(200, Envelope(statement, "000604", "57014", "successfully canceled"));
    }

    private static StubAnswer Running(Statement statement) => new(202, Envelope(
        statement, "333334", "00000", "Asynchronous execution in progress. Use provided query id to perform query monitoring and management."));

    private static StubAnswer Failure(Statement statement, StatementException error) =>
        new(422, Envelope(statement, error.Code, error.SqlState, error.Message));

    private StubAnswer Finish(Statement statement, int part)
    {
        try
        {
            if (!statement.IsDone)
            {
                statement.Result = Content.Run(statement.Sql, statement.Database, statement.Bindings, statement.Role);
                statement.IsDone = true;
            }
        }
        catch (StatementException error)
        {
            return Failure(statement, error);
        }
        catch (UnknownStatementException)
        {
            throw Refuse($"A statement that the stub does not know: {statement.Sql}");
        }

        StubTable result = statement.Result!;
        List<string?[]>[] parts = [.. result.Rows.Chunk(Math.Max(1, PartRows)).Select(chunk => chunk.ToList()).DefaultIfEmpty([])];
        if (part >= parts.Length)
        {
            throw Refuse($"Part {part} of a result with {parts.Length} was asked for.");
        }

        JsonArray data = new(parts[part].Select(row => (JsonNode)new JsonArray(row.Select(cell => (JsonNode?)cell).ToArray())).ToArray());
        if (part > 0)
        {
            return new StubAnswer(200, new JsonObject { ["data"] = data }) { IsCompressed = true };
        }

        JsonObject body = Envelope(statement, "090001", "00000", "Statement executed successfully.");
        body["resultSetMetaData"] = new JsonObject
        {
            ["numRows"] = result.Rows.Count,
            ["format"] = "jsonv2",
            ["partitionInfo"] = new JsonArray(parts.Select(rows => (JsonNode)new JsonObject { ["rowCount"] = rows.Count, ["uncompressedSize"] = 1 }).ToArray()),
            ["rowType"] = new JsonArray(result.Columns.Select(column => (JsonNode)new JsonObject
            {
                ["name"] = column.Name,
                ["database"] = "",
                ["schema"] = "",
                ["table"] = "",
                ["type"] = column.Type,
                ["scale"] = column.Scale,
                ["precision"] = column.Type == "fixed" ? 38 : null,
                ["nullable"] = true,
            }).ToArray()),
        };
        body["data"] = data;
        return new StubAnswer(200, body);
    }

    private static JsonObject Envelope(Statement statement, string code, string state, string message) => new()
    {
        ["code"] = code,
        ["sqlState"] = state,
        ["message"] = message,
        ["statementHandle"] = statement.Handle,
        ["createdOn"] = 1_620_151_693_299,
        ["statementStatusUrl"] = $"{Root}/{statement.Handle}?requestId={Guid.NewGuid():D}",
    };

    private static readonly Regex HandlePattern = new Regex("^/api/v2/statements/(?<handle>[0-9a-f-]{36})(?<cancel>/cancel)?$");

    private static readonly Regex QuotedPattern = new Regex("""'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|`[^`]*`""", RegexOptions.Singleline);

    private sealed class Statement(string handle, string sql, string database, List<string> bindings, string? role)
    {
        public string Handle { get; } = handle;

        public string Sql { get; } = sql;

        public string Database { get; } = database;

        public List<string> Bindings { get; } = bindings;

        public string? Role { get; } = role;

        public int PollsLeft { get; set; }

        public bool IsDone { get; set; }

        public bool IsCancelled { get; set; }

        public StubTable? Result { get; set; }
    }
}
