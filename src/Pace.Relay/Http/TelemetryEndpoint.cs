using System.Buffers;
using Microsoft.Net.Http.Headers;
using Pace.Relay.Receiving;
using Pace.Relay.Writing;

namespace Pace.Relay.Http;

/// <summary><c>POST /telemetry</c> and <c>DELETE /telemetry/{id}</c>.</summary>
internal sealed class TelemetryEndpoint(
    RelayWriter writer, NameTable names, RateLimit rate, SenderToken token, RequestCounts counts, RefusalLog log)
{
    private const int RetryWhenFull = 5;
    private const int RetryWhenFailing = 30;
    private const int RetryWhenNoRoom = 86400;

    /// <summary>Takes a document, and answers when it is in the store.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if ((Refusal(context) ?? ContentRefusal(context.Request)) is { } refusal)
        {
            await RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        DocumentWork work = writer.Rent();
        try
        {
            if (await ReadAsync(context, work.Document).ConfigureAwait(false) is { } problem)
            {
                await RefuseAsync(context, problem).ConfigureAwait(false);
                return;
            }

            if (!writer.TryPost(work))
            {
                await RefuseAsync(context, Unavailable()).ConfigureAwait(false);
                return;
            }

            WriteOutcome outcome = await work.Completion.ConfigureAwait(false);
            if (outcome == WriteOutcome.Written)
            {
                counts.Add(StatusCodes.Status200OK);
                await Answer.OkAsync(context).ConfigureAwait(false);
            }
            else
            {
                await RefuseAsync(context, outcome == WriteOutcome.Full
                    ? new(StatusCodes.Status503ServiceUnavailable, "The relay has no room for another installation.", RetryWhenNoRoom)
                    : Unavailable()).ConfigureAwait(false);
            }
        }
        finally
        {
            writer.Return(work);
        }
    }

    /// <summary>Forgets an id, whether it was known or not.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        if (!Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out Guid id))
        {
            await RefuseAsync(context, new(StatusCodes.Status400BadRequest, "The id is not a UUID such as 36be4c46-4e1b-431d-b9db-1b315f537a85.")).ConfigureAwait(false);
            return;
        }

        WriteOutcome outcome = await writer.ForgetAsync(ReceivedDocument.ToNumber(id)).ConfigureAwait(false);
        if (outcome != WriteOutcome.Written)
        {
            await RefuseAsync(context, Unavailable()).ConfigureAwait(false);
            return;
        }

        await Answer.OkAsync(context).ConfigureAwait(false);
    }

    private Reason? Refusal(HttpContext context)
    {
        int wait = rate.Take(context.Connection.RemoteIpAddress);
        if (wait > 0) return new(StatusCodes.Status429TooManyRequests, "Too many requests from this address.", wait);
        return token.Allows(context.Request.Headers.Authorization)
            ? null
            : new(StatusCodes.Status401Unauthorized, "This relay takes documents with its token only: Authorization: Bearer <token>.");
    }

    private static Reason? ContentRefusal(HttpRequest request)
    {
        if (!IsJson(request.ContentType)) return new(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json, in UTF-8.");
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !(encoding.Count == 1 && encoding[0] is "identity" or ""))
            return new(StatusCodes.Status415UnsupportedMediaType, "The body must not be compressed.");
        return request.ContentLength > DocumentReader.LargestBody ? TooLarge : null;
    }

    private static Reason TooLarge => new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {DocumentReader.LargestBody} bytes.");

    private static bool IsJson(string? contentType)
    {
        if (string.Equals(contentType, "application/json", StringComparison.OrdinalIgnoreCase)) return true;
        return MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }

    private async ValueTask<Reason?> ReadAsync(HttpContext context, ReceivedDocument document)
    {
        try
        {
            ReadOnlySequence<byte>? body = await BodyReader
                .ReadAsync(context.Request.BodyReader, DocumentReader.LargestBody, context.RequestAborted).ConfigureAwait(false);
            if (body is not { } bytes) return TooLarge;
            string? problem = Parse(bytes, document);
            context.Request.BodyReader.AdvanceTo(bytes.End);
            return problem is null ? null : new(StatusCodes.Status400BadRequest, problem);
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's own limits: a body that is too slow, too large or not chunked as it says.
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : new(e.StatusCode, "The body cannot be read.");
        }
    }

    private string? Parse(in ReadOnlySequence<byte> body, ReceivedDocument document)
    {
        if (body.IsSingleSegment) return DocumentReader.Read(body.FirstSpan, names, document);
        byte[] copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(copy);
        string? problem = DocumentReader.Read(copy.AsSpan(0, (int)body.Length), names, document);
        ArrayPool<byte>.Shared.Return(copy);
        return problem;
    }

    private Reason Unavailable() => writer.Problem is null
        ? new(StatusCodes.Status503ServiceUnavailable, "The relay has too much to do.", RetryWhenFull)
        : new(StatusCodes.Status503ServiceUnavailable, "The relay cannot write at present.", RetryWhenFailing);

    private Task RefuseAsync(HttpContext context, Reason reason)
    {
        counts.Add(reason.Status);
        if (reason.Status < 500) log.Refused(reason.Status, reason.Text);
        if (reason.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answer.TextAsync(context, reason.Status, reason.Text, reason.RetryAfterSeconds);
    }

    private sealed record Reason(int Status, string Text, int RetryAfterSeconds = 0);
}
