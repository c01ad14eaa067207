using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>
/// Runs statements through Snowflake's SQL API, version 2. Each is submitted as asynchronous, so that its handle is known
/// at once, asked after until it is done, and cancelled on the service when it is cancelled here.
/// https://docs.snowflake.com/en/developer-guide/sql-api/reference
/// </summary>
internal sealed class SnowflakeSession : IAsyncDisposable
{
    private const string Statements = "/api/v2/statements";

    // Who interrupts a submission does not know its handle, and could not cancel what it began.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ServiceClient _client;
    private readonly KeyPairToken _token;

    public SnowflakeSession(SnowflakeSettings settings, KeySource key, TimeProvider clock)
    {
        Settings = settings;
        _token = new KeyPairToken(settings, key, clock);
        _client = new ServiceClient(settings.Endpoint, _token, SnowflakeErrors.Rules, settings.ConnectTimeout, clock);
    }

    /// <summary>Where statements run.</summary>
    public SnowflakeSettings Settings { get; }

    /// <summary>Runs a statement and reads all its rows.</summary>
    /// <param name="statement">One statement.</param>
    /// <param name="cancellation">Cancels it on the service too.</param>
    /// <param name="bindings">The values of its parameters, as texts.</param>
    /// <exception cref="PaceException">Of the kinds that <see cref="IProcessingPlatform"/> names.</exception>
    public Task<List<SnowflakeRow>> QueryAsync(string statement, CancellationToken cancellation, params string[] bindings) =>
        QueryAsync(Settings.Database, statement, null, cancellation, bindings);

    /// <summary>Runs a statement in a database and reads all its rows.</summary>
    /// <param name="database">The database.</param>
    /// <param name="statement">One statement.</param>
    /// <param name="doing">What is being done, for messages; null: nothing in particular.</param>
    /// <param name="cancellation">Cancels it on the service too.</param>
    /// <param name="bindings">The values of its parameters, as texts.</param>
    public async Task<List<SnowflakeRow>> QueryAsync(
        string database, string statement, string? doing, CancellationToken cancellation, params string[] bindings)
    {
        try
        {
            List<SnowflakeRow> rows = [];
            await foreach (SnowflakeRow row in ReadUntoldAsync(database, statement, bindings, cancellation))
            {
                rows.Add(row);
            }

            return rows;
        }
        catch (SnowflakeException said)
        {
            throw SnowflakeErrors.Translate(said, Settings, doing);
        }
    }

    /// <summary>Runs a statement that changes something. Its rows say no more than that it was done.</summary>
    public Task ExecuteAsync(string statement, string doing, CancellationToken cancellation) =>
        QueryAsync(Settings.Database, statement, doing, cancellation);

    /// <summary>Runs a statement and gives its rows, one part of them in hand at a time.</summary>
    /// <exception cref="SnowflakeException">The statement failed.</exception>
    public async IAsyncEnumerable<SnowflakeRow> ReadUntoldAsync(
        string database, string statement, string[] bindings, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SnowflakeResult result = await RunAsync(database, statement, bindings, cancellation);
        foreach (string?[] row in result.FirstRows)
        {
            yield return new SnowflakeRow(result.Columns, row);
        }

        for (int part = 1; part < result.Parts; part++)
        {
            int number = part;
            ServiceResponse answer = await _client.SendAsync(new ServiceRequest(HttpMethod.Get, Path(result.Handle, number)), cancellation);
            IReadOnlyList<string?[]> rows = answer.Status == HttpStatusCode.OK
                ? SnowflakeResult.Rows(answer.Body, result.Columns.Count, out string problem) ?? throw Strange(problem)
                : throw Failed(answer);
            foreach (string?[] row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new SnowflakeRow(result.Columns, row);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _token.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<SnowflakeResult> RunAsync(string database, string statement, string[] bindings, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ServiceResponse answer = await SubmitAsync(Body(database, statement, bindings), cancellation);
        string handle = answer["statementHandle"].Text() ?? "";
        try
        {
            for (int asked = 0; answer.Status == HttpStatusCode.Accepted; asked++)
            {
                if (!Guid.TryParse(handle, out _))
                {
                    throw Strange("it names no statement");
                }

                await Task.Delay(PollSchedule.Delay(asked), _client.Clock, cancellation);
                answer = await _client.SendAsync(new ServiceRequest(HttpMethod.Get, Path(handle)), cancellation);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or PaceException)
        {
            // What nobody waits for any more, because it was cancelled or cannot be asked after, must not go on.
            await CancelAsync(handle);
            throw;
        }

        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestTimeout))
        {
            // It is not known what became of the statement.
            await CancelAsync(handle);
        }

        return answer.Status == HttpStatusCode.OK
            ? SnowflakeResult.Read(handle, answer.Body, out string problem) ?? throw Strange(problem)
            : throw Failed(answer);
    }

    // The same request id, and a word that it is a repetition: the service runs the statement once.
    private async Task<ServiceResponse> SubmitAsync(byte[] body, CancellationToken cancellation)
    {
        string path = $"{Statements}?requestId={Guid.NewGuid():D}&async=true";
        using CancellationTokenSource late = new();
        using CancellationTokenRegistration registration = cancellation.Register(() => late.CancelAfter(Patience));
        try
        {
            return await _client.SendAsync(
                new ServiceRequest(HttpMethod.Post, attempt => attempt == 0 ? path : path + "&retry=true", body), late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private async Task CancelAsync(string handle)
    {
        if (!Guid.TryParse(handle, out _))
        {
            return;
        }

        using CancellationTokenSource bound = new(Patience);
        try
        {
            await _client.SendAsync(
                new ServiceRequest(HttpMethod.Post, $"{Statements}/{handle}/cancel?requestId={Guid.NewGuid():D}"), bound.Token);
        }
        catch (Exception error) when (error is PaceException or OperationCanceledException)
        {
            // There is nothing more to be done about it, and what ended the statement is told.
        }
    }

    private byte[] Body(string database, string statement, string[] bindings) => Json.Write(writer =>
    {
        writer.WriteString("statement", statement);
        writer.WriteString("database", database);
        Write("warehouse", Settings.Warehouse);
        Write("role", Settings.Role);
        if (bindings.Length > 0)
        {
            writer.WriteStartObject("bindings");
            for (int at = 0; at < bindings.Length; at++)
            {
                writer.WriteStartObject(JsonEncodedText.Encode((at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
                writer.WriteString("type", "TEXT");
                writer.WriteString("value", bindings[at]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteStartObject("parameters");
        writer.WriteString("query_tag", "pace");
        writer.WriteEndObject();

        void Write(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    });

    private static string Path(string handle, int part = 0) => part == 0
        ? $"{Statements}/{handle}?requestId={Guid.NewGuid():D}"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Statements}/{handle}?requestId={Guid.NewGuid():D}&partition={part}");

    private PaceException Strange(string problem) => ServiceErrors.Strange(Settings.Endpoint, problem);

    private Exception Failed(ServiceResponse answer) =>
        answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestTimeout && answer["message"].Text() is { } message
            ? new SnowflakeException(answer["code"].Text() ?? "", answer["sqlState"].Text() ?? "", message)
            : new PaceException(
                PaceErrorKind.PlatformRefused,
                $"{Settings.Endpoint} answered {(int)answer.Status}{ServiceErrors.Quote(_client.Saying(answer))}",
                "Check server-url, account-name and the role; the platform's own message says what is wrong.",
                Settings.Endpoint.PlatformId);
}

/// <summary>A row, its values as the service writes them.</summary>
internal readonly record struct SnowflakeRow(IReadOnlyList<SnowflakeColumn> Columns, string?[] Values)
{
    /// <summary>The value of a column, whatever its name's case; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            for (int at = 0; at < Columns.Count; at++)
            {
                if (string.Equals(Columns[at].Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return Values[at];
                }
            }

            return null;
        }
    }
}
