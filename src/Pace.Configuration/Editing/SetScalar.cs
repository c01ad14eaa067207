using System.Text.Json.Nodes;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Gives a key at the top level a value.</summary>
internal sealed class SetScalar(string key, string value, string scalar) : ConfigurationChange
{
    internal override void Edit(TextLines lines, YamlMap? root, EditTarget target)
    {
        if (root?.Find(key) is not { } entry)
        {
            lines.Insert(lines.Count, [$"{new string(' ', root?.Span.Column ?? 0)}{key}: {scalar}"]);
        }
        else if ((entry.Value as YamlScalar)?.Value != value)
        {
            if (!MappingEdit.CanReplace(entry))
                throw target.Refuse($"The value of '{key}' is more than one line", entry.Value, "Change it by hand");
            MappingEdit.Replace(lines, entry, scalar);
        }
    }

    internal override void Expect(JsonObject model) => ConfigurationModel.Set(model, key, value);
}
