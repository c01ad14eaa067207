using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Pace.Relay.Receiving;

// The least that can take the same documents: Kestrel, a route, the body, and the document that the relay makes of it,
// or with 'tokens' not even that: every token of its JSON looked at once.
WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Services.AddRoutingCore();
builder.WebHost.UseKestrelCore().UseUrls(args[0]);
WebApplication app = builder.Build();
byte[] ok = "OK"u8.ToArray();
var names = new NameTable([]);
var documents = new DefaultObjectPool<ReceivedDocument>(new DefaultPooledObjectPolicy<ReceivedDocument>(), 4096);
bool isTokensOnly = args is [_, "tokens"];
app.UseRouting();
app.MapPost("/telemetry", (RequestDelegate)(async context =>
{
    PipeReader body = context.Request.BodyReader;
    ReadResult read = await body.ReadAsync().ConfigureAwait(false);
    while (!read.IsCompleted)
    {
        body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        read = await body.ReadAsync().ConfigureAwait(false);
    }

    bool good = isTokensOnly ? Look(read.Buffer) : Read(read.Buffer);
    body.AdvanceTo(read.Buffer.End);
    context.Response.StatusCode = good ? 200 : 400;
    context.Response.ContentLength = ok.Length;
    await context.Response.Body.WriteAsync(ok).ConfigureAwait(false);
}));
await app.StartAsync().ConfigureAwait(false);
Console.WriteLine("Now listening on: " + app.Urls.First());
await app.WaitForShutdownAsync().ConfigureAwait(false);

static bool Look(in ReadOnlySequence<byte> body)
{
    var json = new Utf8JsonReader(body);
    while (json.Read())
    {
    }

    return true;
}

bool Read(in ReadOnlySequence<byte> body)
{
    ReceivedDocument document = documents.Get();
    byte[]? copy = null;
    if (!body.IsSingleSegment) body.CopyTo(copy = ArrayPool<byte>.Shared.Rent((int)body.Length));
    bool good = DocumentReader.Read(copy is null ? body.FirstSpan : copy.AsSpan(0, (int)body.Length), names, document) is null;
    if (copy is not null) ArrayPool<byte>.Shared.Return(copy);
    documents.Return(document);
    return good;
}
