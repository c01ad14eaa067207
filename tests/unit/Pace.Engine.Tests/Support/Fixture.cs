namespace Pace.Engine.Tests.Support;

/// <summary>Files of the Fixtures folder, beside the tests' assembly.</summary>
public static class Fixture
{
    /// <summary>The path of a file or folder.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Fixtures", .. parts]);

    /// <summary>A file's text.</summary>
    public static string Text(params string[] parts) => File.ReadAllText(PathOf(parts));
}
