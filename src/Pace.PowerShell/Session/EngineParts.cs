using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.PowerShell.Session;

/// <summary>What this build of the engine has, as people name it.</summary>
internal static class EngineParts
{
    /// <summary>The names of the dialects that policies compile to, as <c>-Dialect</c> takes them.</summary>
    public static IReadOnlyList<string> Dialects => [.. SqlDialects.All.Select(dialect => PlatformDirectory.Spell(dialect.Platform))];

    /// <summary>The types of platforms that it can connect to.</summary>
    public static IReadOnlyList<PlatformType> PlatformTypes => [.. PlatformRegistry.Default.Factories.Select(factory => factory.Type)];
}
