using System.Net;

namespace Pace.Engine.Platforms.Http;

/// <summary>Where a service is: https, or http to this very machine. It holds no secret and may stand in messages.</summary>
/// <param name="PlatformId">The platform's id.</param>
/// <param name="Product">The service's name, such as <c>Snowflake</c>.</param>
/// <param name="Address">Scheme, host and port, without a path.</param>
internal sealed record ServiceEndpoint(string PlatformId, string Product, Uri Address)
{
    /// <summary>What makes an address unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? Problem(string text, out Uri address)
    {
        address = null!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? read) || read.Host.Length == 0)
        {
            return "is no address, such as https://host";
        }

        if (read.UserInfo.Length > 0 || read.Query.Length > 0 || read.Fragment.Length > 0 || read.AbsolutePath is not ("" or "/"))
        {
            return "holds more than scheme, host and port";
        }

        if (!IsSafe(read))
        {
            return "is not https (http goes to this machine only)";
        }

        address = new Uri(read.GetLeftPart(UriPartial.Authority));
        return null;
    }

    /// <summary>Whether what is sent there can be read by nobody on the way.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps
        || (address.Scheme == Uri.UriSchemeHttp
            && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip))));

    /// <summary>The service and its host.</summary>
    public override string ToString() => $"{Product} ({Address.Authority}) of processing platform '{PlatformId}'";
}
