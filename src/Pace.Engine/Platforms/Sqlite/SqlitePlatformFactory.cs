using Pace.Engine.Policies;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>Makes platforms of SQLite files.</summary>
public sealed class SqlitePlatformFactory : IPlatformFactory
{
    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Sqlite;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformOption> Options { get; } =
    [
        new("path", true, "the SQLite file, as a full path or from ~/ on"),
    ];

    /// <inheritdoc/>
    /// <remarks>The id <see cref="SqlitePlatform.EmbeddedId"/> means Pace's own file.</remarks>
    public IProcessingPlatform Create(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PlatformOptionReader reader = new(settings, Options);
        string path = reader.Text("path") ?? "";
        if (path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]);
        }

        // A relative path would be another file in each directory that Pace is called from.
        if (path.Length > 0 && !Path.IsPathFullyQualified(path))
        {
            reader.Add("the key 'path' is no full path");
        }

        reader.ThrowIfWrong();
        return new SqlitePlatform(settings.Id, Path.GetFullPath(path));
    }
}
