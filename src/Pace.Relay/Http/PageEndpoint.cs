using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Pace.Relay.Http;

/// <summary><c>GET /</c> and what the page is made of: files within the assembly, so that nothing else can be asked for.</summary>
internal static class PageEndpoint
{
    private const string Prefix = "Page/";

    // The page talks to its own relay and to nobody else, and is nobody's frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = Load();

    /// <summary>The paths that there are, without the page's own.</summary>
    public static IEnumerable<string> Paths => Files.Keys;

    /// <summary>Answers with the page.</summary>
    public static Task GetPageAsync(HttpContext context) => GetAsync(context, "/index.html");

    /// <summary>Answers with the file of the request's path.</summary>
    public static Task GetFileAsync(HttpContext context) => GetAsync(context, context.Request.Path.Value!);

    private static Task GetAsync(HttpContext context, string path)
    {
        PageFile file = Files[path];
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content, 0, file.Content.Length, context.RequestAborted);
    }

    private static FrozenDictionary<string, PageFile> Load()
    {
        Assembly assembly = typeof(PageEndpoint).Assembly;
        return assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            static name => "/" + name[Prefix.Length..].Replace('\\', '/'),
            name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                using var content = new MemoryStream();
                stream.CopyTo(content);
                byte[] bytes = content.ToArray();
                return new PageFile(TypeOf(name), bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
            },
            StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };

    private sealed record PageFile(string Type, byte[] Content, string Tag);
}
