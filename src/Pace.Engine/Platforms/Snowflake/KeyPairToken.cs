using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>
/// Key-pair authentication: a token of one's own, signed with the private key, that names the account, the user and the
/// public key's fingerprint. https://docs.snowflake.com/en/developer-guide/sql-api/authenticating
/// </summary>
internal sealed class KeyPairToken(SnowflakeSettings settings, KeySource source, TimeProvider clock) : IAccessToken, IDisposable
{
    // Snowflake takes an hour at most. Short ones are worth less to whoever finds one.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private RsaKey? _key;
    private string? _token;
    private int _signed;
    private DateTimeOffset _expires;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Value)> Headers { get; } = [("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT")];

    /// <inheritdoc/>
    public Task<string> GetAsync(string? refused, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_token is null || _token == refused || now > _expires - Margin)
        {
            _key ??= source.Read();
            string subject = $"{settings.Account}.{settings.User}";
            // Of one second there would be one token only, and it may be the one that was refused.
            _expires = now + Lifetime + TimeSpan.FromSeconds(_signed++ % 60);
            _token = _key.Sign(
                ("iss", $"{subject}.{_key.Fingerprint}"),
                ("sub", subject),
                ("iat", now.ToUnixTimeSeconds()),
                ("exp", _expires.ToUnixTimeSeconds()));
        }

        return Task.FromResult(_token);
    }

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();
}
