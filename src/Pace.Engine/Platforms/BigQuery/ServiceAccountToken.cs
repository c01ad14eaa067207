using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>
/// A service account's tokens: an assertion, signed with its key, is changed for a token that is good for an hour.
/// Google's own library does it, over connections of Pace's.
/// </summary>
internal sealed class ServiceAccountToken(ServiceEndpoint endpoint, Func<ServiceAccountKey> read, TimeSpan connectTimeout)
    : IAccessToken, IDisposable
{
    // BigQuery, and the names of policy tags in Data Catalog, which has no scope of its own.
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly SemaphoreSlim _one = new(1);
    private ServiceAccountCredential? _credential;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Headers => [];

    /// <inheritdoc/>
    public async Task<string> GetAsync(string? refused, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ServiceAccountCredential credential = _credential ??= Create(read());
            if (refused is not null && credential.Token?.AccessToken == refused)
            {
                await credential.RequestAccessTokenAsync(cancellation).ConfigureAwait(false);
            }

            return await credential.GetAccessTokenForRequestAsync(null, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (TokenResponseException error)
        {
            // The exception tells the request too; what is wrong is in these two.
            string said = $"{error.Error?.Error} {error.Error?.ErrorDescription}".Trim();
            throw ServiceErrors.Login(endpoint, ServiceErrors.Clean(said, null), "Check the key and that the service account is enabled, and the clock.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw ServiceErrors.Unreachable(endpoint, error is OperationCanceledException ? new TimeoutException(null, error) : error);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable?)_credential?.HttpClient)?.Dispose();
        _one.Dispose();
    }

    private ServiceAccountCredential Create(ServiceAccountKey key)
    {
        ServiceAccountCredential.Initializer initializer = new(key.Email, key.TokenUri.AbsoluteUri)
        {
            Scopes = [Scope],
            KeyId = key.KeyId,
            HttpClientFactory = new Connections(connectTimeout),
        };
        try
        {
            return new ServiceAccountCredential(initializer.FromPrivateKey(key.PrivateKey));
        }
        catch (Exception error) when (error is ArgumentException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw ServiceAccountKey.Wrong(endpoint.PlatformId, "its key's private_key is no RSA key in PEM");
        }
    }

    private sealed class Connections(TimeSpan connectTimeout) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => ServiceClient.CreateHandler(connectTimeout);
    }
}
