using System.Globalization;
using System.Text;

namespace Pace.Relay.Tests.Support;

/// <summary>A reader of the Prometheus text format, written from its description and not from the code that writes it.</summary>
internal sealed class Exposition
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private string _current = "";

    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public List<Sample> Samples { get; } = [];

    /// <summary>Reads a page, and fails the test where a line, its place or a repetition is against the rules.</summary>
    public static Exposition Read(string text)
    {
        var page = new Exposition();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        foreach (string line in text[..^1].Split('\n')) page.ReadLine(line);
        Assert.Equal(page.Samples.Count, page.Samples.DistinctBy(static sample => sample.Identity).Count());
        return page;
    }

    public double Value(string name, params (string Name, string Value)[] labels) => Samples.Single(sample => sample.Name == name
        && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;

    public IEnumerable<Sample> Of(string name) => Samples.Where(sample => sample.Name == name);

    private void ReadLine(string line)
    {
        Assert.NotEqual("", line);
        if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            string[] words = line.Split(' ', 4);
            Assert.True(words.Length == 4 && words[1] is "HELP" or "TYPE", line);
            Enter(words[2], words[1] == "HELP");
            if (words[1] != "TYPE") return;
            Assert.Contains(words[3], new[] { "counter", "gauge", "histogram", "summary", "untyped" });
            Types.Add(words[2], words[3]);
            return;
        }

        int end = 0;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '_' or ':')) end++;
        string name = line[..end];
        Assert.Matches("^[a-zA-Z_:][a-zA-Z0-9_:]*$", name);
        Assert.Equal(_current, name);
        Assert.True(Types.TryGetValue(name, out string? type), $"{name} has no type");
        if (type == "counter") Assert.EndsWith("_total", name, StringComparison.Ordinal);
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        if (line[end] == '{') end = ReadLabels(line, end + 1, labels);
        Assert.Equal(' ', line[end]);
        Samples.Add(new Sample(name, labels, double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture)));
    }

    private void Enter(string name, bool begins)
    {
        if (begins) Assert.True(_done.Add(name), $"{name} comes in two places");
        else Assert.Equal(_current, name);
        _current = name;
    }

    private static int ReadLabels(string line, int at, Dictionary<string, string> labels)
    {
        while (line[at] != '}')
        {
            int equals = line.IndexOf('=', at);
            string name = line[at..equals];
            Assert.Matches("^[a-zA-Z_][a-zA-Z0-9_]*$", name);
            Assert.Equal('"', line[equals + 1]);
            var value = new StringBuilder();
            for (at = equals + 2; line[at] != '"'; at++)
            {
                if (line[at] == '\\') value.Append(line[++at] switch { 'n' => '\n', '\\' => '\\', '"' => '"', _ => throw new FormatException(line) });
                else value.Append(line[at]);
            }

            Assert.NotEqual("", value.ToString());
            labels.Add(name, value.ToString());
            if (line[++at] == ',') at++;
        }

        return at + 1;
    }

    internal sealed record Sample(string Name, Dictionary<string, string> Labels, double Value)
    {
        public string Identity => Name + string.Concat(Labels.OrderBy(static label => label.Key, StringComparer.Ordinal).Select(static label => $"|{label.Key}={label.Value}"));
    }
}
