using System.Text.Json;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A service account's key, as Google gives it out: JSON with an e-mail address and a private key.</summary>
/// <param name="Email">The account.</param>
/// <param name="PrivateKey">The key, PKCS#8 in PEM: a secret.</param>
/// <param name="KeyId">The key's id; null: it has none.</param>
/// <param name="TokenUri">Where tokens are given out.</param>
internal sealed record ServiceAccountKey(string Email, string PrivateKey, string? KeyId, Uri TokenUri)
{
    private const long LargestFile = 1 << 16;

    /// <summary>Reads a key.</summary>
    /// <param name="platformId">The platform's id.</param>
    /// <param name="file">The file that holds it; null: none.</param>
    /// <param name="json">The key itself; null: none.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformMisconfigured"/>.</exception>
    public static ServiceAccountKey Read(string platformId, string? file, string? json)
    {
        string text = json ?? (file is null
            ? throw Wrong(platformId, "it has neither service-account-json-key-file nor service-account-json-key")
            : ReadFile(platformId, file.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..])
                : file));
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement key = document.RootElement;
            return key.Child("type").Text() != "service_account"
                ? throw Wrong(platformId, "its key is not one of a service account (type)")
                : key.Child("client_email").Text() is not { Length: > 0 } email || key.Child("private_key").Text() is not { Length: > 0 } privateKey
                ? throw Wrong(platformId, "its key lacks client_email or private_key")
                : !Uri.TryCreate(key.Child("token_uri").Text(), UriKind.Absolute, out Uri? uri) || !ServiceEndpoint.IsSafe(uri)
                ? throw Wrong(platformId, "its key's token_uri is not https")
                : new ServiceAccountKey(email, privateKey, key.Child("private_key_id").Text(), uri);
        }
        catch (JsonException)
        {
            // The error would tell a part of the text.
            throw Wrong(platformId, "its key is no JSON");
        }
    }

    /// <summary>The account; a record's own text would tell the key.</summary>
    public override string ToString() => Email;

    /// <summary>The error about a key that cannot be used.</summary>
    public static PaceException Wrong(string platformId, string what) => new(
        PaceErrorKind.PlatformMisconfigured,
        $"Nobody can log in to processing platform '{platformId}': {what}.",
        "Set service-account-json-key-file to the file that Google Cloud gave out for the service account, or service-account-json-key: ${ENV_NAME}.",
        platformId);

    private static string ReadFile(string platformId, string path)
    {
        try
        {
            FileInfo info = new(path);
            return info.Exists && info.Length > LargestFile
                ? throw Wrong(platformId, $"service-account-json-key-file '{path}' is too large for a key")
                : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Wrong(platformId, $"service-account-json-key-file '{path}' cannot be read: {error.Message}");
        }
    }
}
