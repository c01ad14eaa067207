using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pace.Telemetry.Tests.Support;

/// <summary>Certificates of servers, good for a day.</summary>
internal static class TestCertificates
{
    /// <summary>One that nobody vouches for.</summary>
    public static X509Certificate2 SelfSigned(IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(address, key).CreateSelfSigned(Yesterday, Tomorrow);
    }

    /// <summary>One that an authority vouches for, and the authority.</summary>
    public static (X509Certificate2 Authority, X509Certificate2 Server) Signed(IPAddress address)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Pace test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        X509Certificate2 authority = authorityRequest.CreateSelfSigned(Yesterday, Tomorrow);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed = Request(address, key).Create(authority, Yesterday.AddMinutes(1), Tomorrow.AddMinutes(-1), [1, 2, 3]);
        return (authority, signed.CopyWithPrivateKey(key));
    }

    private static DateTimeOffset Yesterday => DateTimeOffset.UtcNow.Date.AddDays(-1);

    private static DateTimeOffset Tomorrow => DateTimeOffset.UtcNow.Date.AddDays(2);

    private static CertificateRequest Request(IPAddress address, ECDsa key)
    {
        var request = new CertificateRequest("CN=Pace test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }
}
