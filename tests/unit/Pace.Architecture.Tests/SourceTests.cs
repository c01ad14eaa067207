using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>What holds for the source as a whole.</summary>
public class SourceTests
{
    private const int LinesInAFile = 500;

    [Fact]
    public void No_source_file_is_over_500_lines() =>
        Assert.Empty(Repository.SourceFiles(".cs", ".ps1", ".psm1", ".sh")
            .Select(file => (file, lines: File.ReadLines(Repository.File(file)).Count()))
            .Where(item => item.lines > LinesInAFile)
            .Select(item => $"{item.file}: {item.lines}"));

    [Fact]
    public void The_manifest_has_the_one_version_number()
    {
        string version = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value;
        string manifest = File.ReadAllText(Repository.File("Pace.psd1"));
        Assert.Equal(version, Regex.Match(manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value);
    }

    [Fact]
    public void The_changelog_has_an_entry_for_the_version()
    {
        string version = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Contains($"## [{version}]", File.ReadAllText(Repository.File("CHANGELOG.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_that_the_source_depends_on_has_its_notice()
    {
        string notices = File.ReadAllText(Repository.File("THIRD-PARTY-NOTICES.md"));
        Assert.All(
            Repository.Projects.SelectMany(LockedPackages).Distinct(StringComparer.Ordinal),
            package => Assert.Contains(package, notices, StringComparison.Ordinal));
    }

    private static IEnumerable<string> LockedPackages(string project)
    {
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Repository.File($"src/{project}/packages.lock.json")));
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)];
    }
}
