using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Pace.Configuration"] = [],
        ["Pace.Engine"] = [],
        ["Pace.PowerShell"] = ["Pace.Configuration", "Pace.Engine", "Pace.Telemetry"],
        ["Pace.Relay"] = [],
        ["Pace.Telemetry"] = ["Pace.Configuration"],
    };

    [Fact]
    public void Every_project_under_src_has_its_arrows_written_down_here() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.Projects);

    [Fact]
    public void Project_files_refer_along_the_arrows_only()
    {
        foreach (string project in Repository.Projects)
        {
            IEnumerable<string> references = Repository.Includes(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)!;
            Assert.Empty(references.Except(Allowed[project]).Select(other => $"{project} -> {other}"));
        }
    }

    [Fact]
    public void Compiled_assemblies_refer_along_the_arrows_only()
    {
        foreach (string project in Repository.Projects)
        {
            IEnumerable<string> references = PaceAssemblies.Load(project).GetReferencedAssemblies()
                .Select(name => name.Name!).Where(name => name.StartsWith("Pace.", StringComparison.Ordinal));
            Assert.Empty(references.Except(Allowed[project]).Select(other => $"{project} -> {other}"));
        }
    }

    [Fact]
    public void The_relay_has_the_contract_of_the_telemetry_as_source_and_nothing_else_comes_from_another_project()
    {
        IEnumerable<string> outside = Repository.Projects
            .SelectMany(project => new[] { "Compile", "EmbeddedResource", "None", "Content" }
                .SelectMany(element => Repository.Includes(project, element))
                .Where(path => path.StartsWith("..", StringComparison.Ordinal))
                .Select(path => $"{project} -> {path}"));
        Assert.Equal(
            ["Pace.Relay -> ../Pace.Telemetry/Contract/*.cs", "Pace.Relay -> ../Pace.Telemetry/Contract/commands.txt"],
            outside.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_module_sees_PowerShell()
    {
        IEnumerable<string> seeing = Repository.Projects.Where(project => PaceAssemblies.Load(project).GetReferencedAssemblies()
            .Any(name => name.Name == "System.Management.Automation"));
        Assert.Equal(["Pace.PowerShell"], seeing);
    }
}
