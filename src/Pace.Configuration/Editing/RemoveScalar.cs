using System.Text.Json.Nodes;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Takes a key at the top level out.</summary>
internal sealed class RemoveScalar(string key) : ConfigurationChange
{
    internal override void Edit(TextLines lines, YamlMap? root, EditTarget target)
    {
        if (root?.Find(key) is not { } entry) return;
        if (!MappingEdit.CanRemove(lines, entry))
            throw target.Refuse($"The key '{key}' and its value are more than one line", entry.Key, "Remove them by hand");
        MappingEdit.Remove(lines, entry);
    }

    internal override void Expect(JsonObject model) => model.Remove(key);
}
