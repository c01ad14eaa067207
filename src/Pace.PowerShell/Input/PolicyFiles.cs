using Pace.Engine.Policies.Reading;

namespace Pace.PowerShell.Input;

/// <summary>Policies in files.</summary>
internal static class PolicyFiles
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="name">Its name in messages.</param>
    public static PolicyInput Read(string file, string name)
    {
        PolicyReadResult result = PolicyReader.ReadFile(file, name);
        return new PolicyInput(name, result.Policy, result.Diagnostics);
    }
}
