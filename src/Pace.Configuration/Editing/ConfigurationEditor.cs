using System.Text.Json.Nodes;
using Pace.Configuration.Editing;
using Pace.Configuration.Files;
using Pace.Configuration.Yaml;

namespace Pace.Configuration;

/// <summary>Changes a config.yaml in its text: comments, order, unknown keys, line ends and quoting stay as they are.</summary>
/// <remarks>
/// Works under a lock file beside the configuration, so that processes take turns. The result is parsed before it
/// replaces the file; if it does not say exactly what was meant, the file stays as it was. The replacement is atomic,
/// follows symbolic links, and keeps the file's mode; a new file is for its owner alone.
/// </remarks>
public sealed class ConfigurationEditor
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(5);
    private readonly string _path;
    private readonly TimeSpan _bound;
    private readonly TimeProvider _time;

    /// <summary>Makes an editor.</summary>
    /// <param name="path">The file. It may be missing, and its directory too.</param>
    /// <param name="lockBound">How long to wait for another process that changes the file; null: 5 seconds.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public ConfigurationEditor(string path, TimeSpan? lockBound = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _bound = lockBound ?? DefaultBound;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Applies changes in their order, all or none.</summary>
    /// <param name="changes">The changes.</param>
    /// <returns>Whether the file had to be changed.</returns>
    /// <exception cref="ConfigurationException">The file is not a configuration, is written in a way that cannot be
    /// changed safely, another process kept it locked, or it cannot be written. It is as it was.</exception>
    public bool Apply(params ConfigurationChange[] changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        try
        {
            string file = FileTarget.Resolve(_path);
            PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            using FileLock held = FileLock.TryAcquire(file + ".lock", _bound, _time) ?? throw new ConfigurationException(
                $"Another process has been changing the file for {_bound.TotalSeconds:0} seconds", "Try again", _path);
            string before = TextFile.Read(file) ?? "";
            string after = Edit(before, changes);
            if (after == before) return false;
            FileTarget.EnsureReplaceable(file);
            AtomicFile.Replace(file, TextFile.Bytes(after), toDisk: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The file cannot be written: {e.Message.TrimEnd('.')}", "Check the place and your rights", _path, cause: e);
        }
    }

    /// <summary>Finds out whether the file's text can be changed like this; nothing is written.</summary>
    /// <param name="changes">The changes.</param>
    /// <exception cref="ConfigurationException">The file is not a configuration, cannot be read, or is written in a way
    /// that cannot be changed safely.</exception>
    public void Check(params ConfigurationChange[] changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        Edit(TextFile.Read(_path) ?? "", changes);
    }

    /// <summary>Applies changes to a text.</summary>
    /// <inheritdoc cref="Apply" path="/exception"/>
    internal string Edit(string text, IEnumerable<ConfigurationChange> changes)
    {
        string mark = text.StartsWith('\uFEFF') ? "\uFEFF" : "";
        string current = text[mark.Length..];
        foreach (ConfigurationChange change in changes) current = Edit(current, change);
        return mark + current;
    }

    private string Edit(string text, ConfigurationChange change)
    {
        var target = new EditTarget(_path);
        YamlMap? root = ConfigurationFile.ReadRoot(text, _path);
        JsonObject expected = ConfigurationModel.Of(root);
        change.Expect(expected);
        if (ConfigurationModel.Same(expected, ConfigurationModel.Of(root))) return text;
        if (root is { IsFlow: true })
            throw target.Refuse("The whole configuration is written in braces", root, "Write 'key: value' lines");
        var lines = new TextLines(text);
        change.Edit(lines, root, target);
        string result = lines.ToString();
        Verify(result, expected, root);
        return result;
    }

    private void Verify(string text, JsonObject expected, YamlMap? before)
    {
        try
        {
            if (ConfigurationModel.Same(expected, ConfigurationModel.Of(ConfigurationFile.ReadRoot(text, _path)))) return;
        }
        catch (ConfigurationException)
        {
            // Refused below, with a message about the file as it is.
        }

        throw new ConfigurationException(
            "The file is written in a way that Pace cannot change safely; the file was not changed",
            "Change it by hand", _path, (before?.Span.Line ?? 0) + 1, (before?.Span.Column ?? 0) + 1);
    }
}
