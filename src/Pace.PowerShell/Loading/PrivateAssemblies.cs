using System.Reflection;
using System.Runtime.Loader;

namespace Pace.PowerShell.Loading;

/// <summary>
/// Loads what stands beside this assembly in <c>dep</c> into one load context of the module's own, so that Pace's
/// YamlDotNet, Npgsql and SQLite and those of other modules never meet. The state is static and stays after
/// Remove-Module: assemblies cannot be unloaded from under the objects that a session still holds.
/// </summary>
internal static class PrivateAssemblies
{
    private static readonly object Gate = new();
    private static PrivateLoadContext? _context;

    /// <summary>Answers this assembly's requests from now on; again is nothing.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (_context is not null)
            {
                return;
            }

            Assembly self = typeof(PrivateAssemblies).Assembly;
            _context = new PrivateLoadContext(Path.Combine(Path.GetDirectoryName(self.Location)!, "dep"));
            AssemblyLoadContext home = AssemblyLoadContext.GetLoadContext(self) ?? AssemblyLoadContext.Default;
            home.Resolving += Resolve;
        }
    }

    // The event does not say who asks. Only names of Pace's own are answered: whatever else lies in dep is asked for
    // by those, within the private context, and is nobody else's business.
    private static Assembly? Resolve(AssemblyLoadContext home, AssemblyName name) =>
        name.Name is { } simple && simple.StartsWith("Pace.", StringComparison.Ordinal)
            ? _context?.Find(name)
            : null;
}
