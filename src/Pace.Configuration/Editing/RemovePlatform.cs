using System.Text.Json.Nodes;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Takes a platform out of the list.</summary>
internal sealed class RemovePlatform(string id) : ConfigurationChange
{
    internal override void Edit(TextLines lines, YamlMap? root, EditTarget target)
    {
        if (PlatformListEdit.Find(root, id) is { } item) PlatformListEdit.Remove(lines, root!, item, target);
    }

    internal override void Expect(JsonObject model)
    {
        if (ConfigurationModel.FindPlatform(model, id) is { } item) item.Parent!.AsArray().Remove(item);
    }
}
