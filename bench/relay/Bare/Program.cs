using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

// The least that can take the same documents: Kestrel, a route, the body, and every token of its JSON looked at once.
WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Services.AddRoutingCore();
builder.WebHost.UseKestrelCore().UseUrls(args[0]);
WebApplication app = builder.Build();
byte[] ok = "OK"u8.ToArray();
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

    Parse(read.Buffer);
    body.AdvanceTo(read.Buffer.End);
    context.Response.ContentLength = ok.Length;
    await context.Response.Body.WriteAsync(ok).ConfigureAwait(false);
}));
await app.StartAsync().ConfigureAwait(false);
Console.WriteLine("Now listening on: " + app.Urls.First());
await app.WaitForShutdownAsync().ConfigureAwait(false);

static void Parse(ReadOnlySequence<byte> body)
{
    var json = new Utf8JsonReader(body);
    while (json.Read())
    {
    }
}
