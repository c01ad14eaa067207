using System.Reflection;

namespace Pace.Architecture.Tests.Support;

/// <summary>The assemblies that the projects under src become.</summary>
internal static class PaceAssemblies
{
    public static Assembly Load(string project) =>
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project + ".dll"));

    /// <summary>The type that people wrote: the outermost of closures, iterators and other nested types.</summary>
    public static Type Written(Type type) => type.DeclaringType is { } outer ? Written(outer) : type;
}
