using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using Pace.Engine.Diagnostics;

namespace Pace.PowerShell.Commands;

/// <summary>Gets the versions of the module, its engine, PowerShell and the operating system.</summary>
[Cmdlet(VerbsCommon.Get, "PaceVersion")]
[OutputType(typeof(PaceVersion))]
public sealed class GetPaceVersionCommand : PaceCmdlet
{
    /// <inheritdoc/>
    protected override void End()
    {
        PSObject versions = PSObject.AsPSObject(GetVariableValue("PSVersionTable"));
        System.Collections.IDictionary table = (System.Collections.IDictionary)versions.BaseObject;
        WriteObject(new PaceVersion(
            VersionOf(typeof(GetPaceVersionCommand)),
            VersionOf(typeof(PaceException)),
            Convert.ToString(table["PSVersion"], System.Globalization.CultureInfo.InvariantCulture) ?? "",
            Convert.ToString(table["PSEdition"], System.Globalization.CultureInfo.InvariantCulture) ?? "",
            RuntimeInformation.OSDescription));
    }

    // What follows a plus is the commit, which is no part of the number.
    private static string VersionOf(Type type) =>
        (type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+')[0];
}
