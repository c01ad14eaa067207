using System.Globalization;
using System.Text;

namespace Pace.Relay.Http;

/// <summary>Short plain answers.</summary>
internal static class Answer
{
    private const string PlainText = "text/plain; charset=utf-8";
    private static readonly byte[] OkBytes = "OK"u8.ToArray();

    /// <summary>200 with the body that senders insist on.</summary>
    public static Task OkAsync(HttpContext context)
    {
        context.Response.ContentType = PlainText;
        context.Response.ContentLength = OkBytes.Length;
        return context.Response.Body.WriteAsync(OkBytes, 0, OkBytes.Length, context.RequestAborted);
    }

    /// <summary>A status, and one line.</summary>
    public static Task TextAsync(HttpContext context, int status, string text, int retryAfterSeconds = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = PlainText;
        context.Response.ContentLength = bytes.Length;
        if (retryAfterSeconds > 0) context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return context.Response.Body.WriteAsync(bytes, 0, bytes.Length, context.RequestAborted);
    }
}
