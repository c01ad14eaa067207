using YamlDotNet.Serialization;

namespace Pace.Bench.Recording;

/// <summary>Counts as the pace CLI does: read the file, parse it, count, write all of it anew.</summary>
internal sealed class CliStore
{
    private readonly IDeserializer _deserializer = new DeserializerBuilder().Build();
    private readonly ISerializer _serializer = new SerializerBuilder().Build();
    private readonly string _file;

    public CliStore(string file)
    {
        _file = file;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // The counts of somebody who uses a dozen commands.
        var document = new Document { cli_version = "v0.1.0", operating_system = "linux", id = Guid.NewGuid().ToString() };
        for (int i = 0; i < 12; i++) document.metric_points[$"pace command {i}"] = new() { [0] = new Point { cumulative_count = 7 } };
        Write(document);
    }

    public void Count(string command, int exitCode)
    {
        Document document = _deserializer.Deserialize<Document>(File.ReadAllText(_file));
        if (!document.metric_points.TryGetValue(command, out Dictionary<int, Point>? codes)) document.metric_points[command] = codes = [];
        if (!codes.TryGetValue(exitCode, out Point? point)) codes[exitCode] = point = new Point();
        point.cumulative_count++;
        Write(document);
    }

    private void Write(Document document) => File.WriteAllText(_file, _serializer.Serialize(document));

    // Named as in the file.
#pragma warning disable IDE1006
    private sealed class Document
    {
        public Dictionary<string, Dictionary<int, Point>> metric_points { get; set; } = [];

        public string cli_version { get; set; } = "";

        public string operating_system { get; set; } = "";

        public string id { get; set; } = "";
    }

    private sealed class Point
    {
        public uint cumulative_count { get; set; }
    }
#pragma warning restore IDE1006
}
