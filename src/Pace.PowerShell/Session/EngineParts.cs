using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Session;

/// <summary>The parts of the engine that cmdlets use, in one place.</summary>
internal static class EngineParts
{
    /// <summary>The names of the dialects that policies compile to, as <c>-Dialect</c> takes them.</summary>
    public static IReadOnlyList<string> Dialects => [.. SqlDialects.All.Select(dialect => PlatformDirectory.Spell(dialect.Platform))];

    /// <summary>The types of platforms that this build can connect to.</summary>
    public static IReadOnlyList<PlatformType> PlatformTypes => throw new NotSupportedException();

    /// <summary>The store in a file.</summary>
    public static IPolicyStore OpenStore(string path) => throw new NotSupportedException(path);

    /// <summary>The platform of an entry. Opens no connection.</summary>
    public static IProcessingPlatform CreatePlatform(PlatformSettings settings) => throw new NotSupportedException(settings.Id);

    /// <summary>The statements of a compiled policy as one script.</summary>
    public static string Script(CompiledPolicy policy, SqlDialect dialect) => throw new NotSupportedException(policy.PolicyId + dialect.Name);
}
