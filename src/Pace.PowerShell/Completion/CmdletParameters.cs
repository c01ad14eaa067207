using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace Pace.PowerShell.Completion;

/// <summary>What Pace's own cmdlets say of their parameters.</summary>
internal static class CmdletParameters
{
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a parameter understands wildcards.</summary>
    public static bool UnderstandsWildcards(string command, string parameter) => Known.GetOrAdd($"{command} {parameter}", static name =>
    {
        string[] parts = name.Split(' ');
        return typeof(CmdletParameters).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<CmdletAttribute>(inherit: false) is { } cmdlet && $"{cmdlet.VerbName}-{cmdlet.NounName}".Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            .Select(type => type.GetProperty(parts[1], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase))
            .Any(property => property?.GetCustomAttribute<SupportsWildcardsAttribute>() is not null);
    });
}
