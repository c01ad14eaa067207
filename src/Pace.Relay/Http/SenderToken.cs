using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Pace.Relay.Http;

/// <summary>What senders must show, compared in a time that tells nothing of it.</summary>
internal sealed class SenderToken(string? token)
{
    private const string Scheme = "Bearer ";

    // Hashes have one length, so that the token's does not show either.
    private readonly byte[]? _expected = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public bool Allows(StringValues authorization)
    {
        if (_expected is null) return true;
        if (authorization.Count != 1 || authorization[0] is not { } text || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        return CryptographicOperations.FixedTimeEquals(_expected, SHA256.HashData(Encoding.UTF8.GetBytes(text[Scheme.Length..].Trim())));
    }
}
