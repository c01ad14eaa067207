using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Pace.Relay.Options;

/// <summary>Reads the sinks: <c>Sinks:name:Type</c> and what that type has.</summary>
internal static partial class SinkReader
{
    /// <summary>The name under which the scrape is known to the store.</summary>
    public const string ScrapeName = "prometheus";

    private const string Graphite = "graphite";
    private const string GraphiteHttp = "graphite-http";

    public static IReadOnlyList<SinkOptions> Read(OptionsReader reader, IConfigurationSection section)
    {
        List<SinkOptions> sinks = [];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!Name().IsMatch(child.Key) || child.Key == ScrapeName)
            {
                reader.Wrong("Sinks", child.Key, $"a name of 1 to 32 letters, digits, '-' and '_' is allowed, and not '{ScrapeName}'");
                continue;
            }

            if (ReadOne(reader, child) is { } sink) sinks.Add(sink);
        }

        return sinks;
    }

    private static SinkOptions? ReadOne(OptionsReader reader, IConfigurationSection section)
    {
        string path = section.Path;
        string? type = reader.Text($"{path}:Type");
        string[] keys = type switch
        {
            Graphite => ["Type", "Address", "Prefix", "IntervalSeconds"],
            GraphiteHttp => ["Type", "Url", "Key", "KeyFile", "Prefix", "IntervalSeconds"],
            _ => [],
        };
        if (keys.Length == 0)
        {
            reader.Wrong($"{path}:Type", type, $"{Graphite} or {GraphiteHttp} is allowed");
            return null;
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                reader.Wrong(path, child.Key, $"a sink of type {type} has {string.Join(", ", keys)}");
        }

        TimeSpan interval = TimeSpan.FromSeconds(reader.Number($"{path}:IntervalSeconds", 60, 1, 3600));
        string prefix = reader.Text($"{path}:Prefix") ?? "pace";
        if (!Prefix().IsMatch(prefix)) reader.Wrong($"{path}:Prefix", prefix, "letters, digits, '_' and '-' are allowed, with single dots between");
        return type == Graphite ? ReadGraphite(reader, section, interval, prefix) : ReadHttp(reader, section, interval, prefix);
    }

    private static GraphiteOptions? ReadGraphite(OptionsReader reader, IConfigurationSection section, TimeSpan interval, string prefix)
    {
        string name = $"{section.Path}:Address";
        string? text = reader.Text(name);
        int colon = text?.LastIndexOf(':') ?? -1;
        string host = colon > 0 ? text![..colon].Trim('[', ']') : "";
        if (colon > 0 && Uri.CheckHostName(host) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536)
            return new GraphiteOptions(section.Key, interval, prefix, host, port);
        reader.Wrong(name, text, "host:port is allowed, such as 127.0.0.1:2003");
        return null;
    }

    private static GraphiteHttpOptions? ReadHttp(OptionsReader reader, IConfigurationSection section, TimeSpan interval, string prefix)
    {
        string? key = reader.Secret($"{section.Path}:Key", $"{section.Path}:KeyFile");
        string name = $"{section.Path}:Url";
        string? text = reader.Text(name);
        bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url)));
        if (isUrl) return new GraphiteHttpOptions(section.Key, interval, prefix, url!, key is null ? null : new SinkKey(key));
        // An address with a user in it may hold a key.
        reader.Wrong(name, text is null ? null : url is { UserInfo.Length: > 0 } ? "(an address with a user)" : text,
            "an https address is allowed, or http to this machine, without a user in it, such as https://host.grafana.net/graphite/metrics");
        return null;
    }

    private static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
