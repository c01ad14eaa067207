using System.Collections.Concurrent;
using System.Management.Automation;

namespace Pace.PowerShell.Session;

/// <summary>Logins that were given with -Credential: in this process's memory only, and by platform.</summary>
internal static class PlatformCredentials
{
    // PSCredential keeps the password encrypted where the system can; it is opened only when a platform is.
    private static readonly ConcurrentDictionary<string, PSCredential> Known = new(StringComparer.Ordinal);

    public static void Set(string platform, PSCredential credential) => Known[platform] = credential;

    public static void Forget(string platform) => Known.TryRemove(platform, out _);

    public static PSCredential? Find(string platform) => Known.GetValueOrDefault(platform);
}
