using System.Xml.Linq;

namespace Pace.Architecture.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = ["bin", "obj", "artifacts", ".git", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>The names of the projects under src.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(File("src")).Select(directory => Path.GetFileName(directory)!)
            .Where(name => System.IO.File.Exists(ProjectFile(name))).Order(StringComparer.Ordinal)];

    public static string ProjectFile(string project) => File($"src/{project}/{project}.csproj");

    /// <summary>The values of an attribute of all elements of a name in a project file.</summary>
    public static IEnumerable<string> Includes(string project, string element) =>
        XDocument.Load(ProjectFile(project)).Descendants(element)
            .Select(item => (string?)item.Attribute("Include") ?? "");

    /// <summary>The source files with an ending, relative to the root, what is built left out.</summary>
    public static IEnumerable<string> SourceFiles(params string[] endings) => Walk(Root)
        .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.Ordinal))
        .Select(file => Path.GetRelativePath(Root, file));

    private static IEnumerable<string> Walk(string directory) => Directory.GetFiles(directory).Concat(
        Directory.GetDirectories(directory)
            .Where(child => !NotSource.Contains(Path.GetFileName(child), StringComparer.Ordinal))
            .SelectMany(Walk));

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "Pace.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not stand in a checkout of Pace.");
    }
}
