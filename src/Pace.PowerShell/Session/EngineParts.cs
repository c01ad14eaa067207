using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Session;

/// <summary>The parts of the engine that cmdlets use, in one place.</summary>
internal static class EngineParts
{
    /// <summary>The names of the dialects that policies compile to, as <c>-Dialect</c> takes them.</summary>
    public static IReadOnlyList<string> Dialects => throw new NotSupportedException();

    /// <summary>The types of platforms that this build can connect to.</summary>
    public static IReadOnlyList<PlatformType> PlatformTypes => throw new NotSupportedException();

    /// <summary>The dialect of a type of platform, or null.</summary>
    public static SqlDialect? FindDialect(PlatformType type) => throw new NotSupportedException(type.ToString());

    /// <summary>The store in a file.</summary>
    public static IPolicyStore OpenStore(string path) => throw new NotSupportedException(path);

    /// <summary>The platform of an entry. Opens no connection.</summary>
    public static IProcessingPlatform CreatePlatform(PlatformSettings settings) => throw new NotSupportedException(settings.Id);

    /// <summary>Reads a policy. Null where the text has errors; the diagnostics tell them, and warnings.</summary>
    public static DataPolicy? Read(string text, PolicyFormat format, string file, out IReadOnlyList<Diagnostic> diagnostics) =>
        throw new NotSupportedException(text + format + file);

    /// <summary>Writes a policy.</summary>
    public static string Write(DataPolicy policy, PolicyFormat format) => throw new NotSupportedException(policy.Id + format);

    /// <summary>The problems of a policy that can be told without a platform.</summary>
    public static IReadOnlyList<Diagnostic> Validate(DataPolicy policy) => throw new NotSupportedException(policy.Id);

    /// <summary>Compiles a policy. Null where a dialect cannot express it; the diagnostics tell why.</summary>
    public static CompiledPolicy? Compile(DataPolicy policy, SqlDialect dialect, out IReadOnlyList<Diagnostic> diagnostics) =>
        throw new NotSupportedException(policy.Id + dialect.Name);

    /// <summary>The statements of a compiled policy as one script.</summary>
    public static string Script(CompiledPolicy policy, SqlDialect dialect) => throw new NotSupportedException(policy.PolicyId + dialect.Name);
}
