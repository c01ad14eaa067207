using System.Management.Automation;

namespace Pace.PowerShell.Loading;

/// <summary>Makes the module's own assemblies loadable, before PowerShell looks at the first cmdlet.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Called by PowerShell on the import into each runspace, each time on a new instance.</summary>
    public void OnImport() => PrivateAssemblies.Install();
}
