using System.Net;

namespace Pace.Configuration;

/// <summary>What an address must be like for counts to be sent to it.</summary>
public static class TelemetryEndpoint
{
    /// <summary>Reads an address: https, or http to this machine itself; without a user's name or password.</summary>
    /// <param name="text">The address, complete: nothing is added to it.</param>
    /// <param name="origin">Where it stands, for the error; null where it was given to the command.</param>
    /// <exception cref="ConfigurationException">It is none. The message does not repeat it, since it may hold a
    /// password.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static Uri Parse(string text, string? origin = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\')
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Host.Length == 0)
            throw Error("is not a web address", "Write it as https://host/path", origin);
        if (address.UserInfo.Length > 0 || Authority(text).Contains('@'))
        {
            throw Error("holds a user's name or password",
                $"Leave out what stands before the '@', and give a token with '{ConfigurationKeys.TelemetryToken}'", origin);
        }

        if (address.Fragment.Length > 0) throw Error("holds a '#', which no server gets to see", "Leave it out", origin);
        if (address.Scheme == Uri.UriSchemeHttp && !IsLoopback(address))
        {
            throw Error("begins with http, which anybody on the way can read",
                "Write https; http is for localhost, 127.0.0.0/8 and ::1 alone", origin);
        }

        return address;
    }

    /// <summary>Whether an address leads to this machine: <c>localhost</c>, 127.0.0.0/8 or <c>::1</c>.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    public static bool IsLoopback(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.HostNameType == UriHostNameType.Dns)
            return string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
        return IPAddress.TryParse(address.DnsSafeHost, out IPAddress? ip)
            && (ip.Equals(IPAddress.IPv6Loopback)
                || (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && ip.GetAddressBytes()[0] == 127));
    }

    private static ReadOnlySpan<char> Authority(string text)
    {
        int start = text.IndexOf("//", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = start < 0 ? text : text.AsSpan(start + 2);
        int end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static ConfigurationException Error(string problem, string advice, string? origin) =>
        new($"The endpoint {problem}", advice, origin);
}
