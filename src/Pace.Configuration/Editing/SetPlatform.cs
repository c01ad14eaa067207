using System.Text.Json.Nodes;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Adds a platform to the list, or replaces the one of the same id.</summary>
internal sealed class SetPlatform(IReadOnlyList<KeyValuePair<string, string>> item) : ConfigurationChange
{
    private const int LongestPlainNumber = 9;

    private string Id => item[0].Value;

    internal override void Edit(TextLines lines, YamlMap? root, EditTarget target)
    {
        if (PlatformListEdit.Find(root, Id) is not { } old)
        {
            PlatformListEdit.Add(lines, root, target, [.. item.Select(Line)]);
        }
        else if (CanEditInPlace(lines, old))
        {
            EditInPlace(lines, old);
        }
        else
        {
            PlatformListEdit.Replace(lines, old, target, [.. item.Select(Line)]);
        }
    }

    internal override void Expect(JsonObject model)
    {
        JsonObject? platform = ConfigurationModel.FindPlatform(model, Id);
        if (platform is null)
        {
            platform = [];
            if (model[ConfigurationKeys.ProcessingPlatforms] is not JsonArray list)
                model[ConfigurationKeys.ProcessingPlatforms] = list = [];
            list.Add(platform);
        }

        foreach (string key in platform.Select(static pair => pair.Key).Except(item.Select(static pair => pair.Key)).ToArray())
            platform.Remove(key);
        foreach ((string key, string value) in item) ConfigurationModel.Set(platform, key, value);
    }

    // Key by key, so that the comments within a platform survive.
    private bool CanEditInPlace(TextLines lines, YamlMap old) => old is { IsFlow: false, IsAlias: false }
        && old.Entries.All(entry => Wanted(entry) is { } value
            ? Says(entry, value) || MappingEdit.CanReplace(entry)
            : MappingEdit.CanRemove(lines, entry));

    private void EditInPlace(TextLines lines, YamlMap old)
    {
        foreach (KeyValuePair<string, string> pair in item.Where(pair => old.Find(pair.Key) is null).Reverse())
            MappingEdit.Append(lines, old, pair.Key, Scalar(pair.Value));
        // Backwards, so that the positions of what comes before stay true.
        foreach (YamlEntry entry in old.Entries.Reverse())
        {
            if (Wanted(entry) is not { } value) MappingEdit.Remove(lines, entry);
            else if (!Says(entry, value)) MappingEdit.Replace(lines, entry, Scalar(value));
        }
    }

    private string? Wanted(YamlEntry entry) => item.FirstOrDefault(pair => pair.Key == entry.Key.Value).Value;

    private static bool Says(YamlEntry entry, string value) =>
        entry.Value is YamlScalar { IsNull: false } scalar && scalar.Value == value;

    private static string Line(KeyValuePair<string, string> pair) => $"{pair.Key}: {Scalar(pair.Value)}";

    // A port is written as a number, as people write it; what would not read back the same is quoted.
    private static string Scalar(string value) =>
        value == "0" || (value.Length is > 0 and <= LongestPlainNumber && value[0] is >= '1' and <= '9'
            && value.All(char.IsAsciiDigit))
            ? value
            : ScalarText.Of(value);
}
