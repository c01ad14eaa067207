using System.Globalization;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Pace.Relay.Options;

/// <summary>Reads and checks options; finds all that is wrong before it says so.</summary>
internal sealed class OptionsReader
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Store"] = ["Path", "MaxInstallations"],
        ["Queue"] = ["Capacity"],
        ["Senders"] = ["Token", "TokenFile"],
        ["RateLimit"] = ["PerMinute"],
        ["Publish"] = ["VersionThreshold", "MaxVersions", "InstallationId"],
        ["Log"] = ["Level"],
    };

    private readonly IConfigurationRoot _configuration;
    private readonly List<string> _problems = [];

    private OptionsReader(IConfigurationRoot configuration) => _configuration = configuration;

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">All sources together.</param>
    /// <param name="dataDirectory">Where the store is by default; null where that cannot be known.</param>
    /// <exception cref="OptionsException">Something is wrong.</exception>
    public static RelayOptions Read(IConfigurationRoot configuration, string? dataDirectory)
    {
        var reader = new OptionsReader(configuration);
        RelayOptions options = reader.Read(dataDirectory);
        if (reader._problems.Count > 0) throw new OptionsException(reader._problems);
        return options;
    }

    /// <summary>Notes what is wrong with an option.</summary>
    internal void Wrong(string name, string? value, string allowed) =>
        _problems.Add($"{name}: {(value is null ? "is missing" : $"'{Printable(value)}'")}; {allowed}.");

    /// <summary>A whole number within a range.</summary>
    internal int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text) return usual;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} is allowed"));
        return usual;
    }

    /// <summary>A text; null where it is not set or empty.</summary>
    internal string? Text(string name) => _configuration[name] is { Length: > 0 } text ? text : null;

    /// <summary>A secret: from the environment, or the content of a file, never from the command line.</summary>
    internal string? Secret(string name, string fileName)
    {
        if (_configuration.Providers.OfType<CommandLineConfigurationProvider>().Any(line => line.TryGet(name, out _)))
        {
            _problems.Add($"{name}: stands on the command line, where everybody sees it; set it in the environment ({name.Replace(":", "__", StringComparison.Ordinal)}), or name a file with {fileName}.");
            return null;
        }

        string? secret = Text(name);
        if (Text(fileName) is { } file)
        {
            if (secret is not null)
            {
                _problems.Add($"{fileName}: {name} is set too; one of the two is allowed.");
                return null;
            }

            secret = ReadFile(fileName, file);
        }

        // A header holds printable ASCII; what stands there is shown to nobody.
        if (secret is null || secret.All(static c => c is > ' ' and < '\x7F')) return secret;
        _problems.Add($"{(Text(name) is null ? fileName : name)}: has characters that a header cannot carry; printable ASCII without spaces is allowed.");
        return null;
    }

    private string? ReadFile(string name, string path)
    {
        try
        {
            string text = File.ReadAllText(path).Trim();
            if (text.Length > 0) return text;
            Wrong(name, path, "a file with one line that is not empty is allowed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Wrong(name, path, "a file that can be read is allowed");
        }

        return null;
    }

    private RelayOptions Read(string? dataDirectory)
    {
        CheckNames();
        return new RelayOptions
        {
            Urls = Urls(),
            StorePath = StorePath(dataDirectory),
            MaxInstallations = Number("Store:MaxInstallations", 1_000_000, 1, 50_000_000),
            QueueCapacity = Number("Queue:Capacity", 4096, 1, 1_000_000),
            SenderToken = Secret("Senders:Token", "Senders:TokenFile"),
            RatePerMinute = Number("RateLimit:PerMinute", 600, 0, 1_000_000),
            VersionThreshold = Number("Publish:VersionThreshold", 10, 1, 1_000_000),
            MaxVersions = Number("Publish:MaxVersions", 50, 0, 1000),
            PublishInstallationId = Flag("Publish:InstallationId"),
            LogLevel = Level(),
            Sinks = SinkReader.Read(this, _configuration.GetSection("Sinks")),
        };
    }

    private bool Flag(string name)
    {
        if (Text(name) is not { } text) return false;
        if (bool.TryParse(text, out bool flag)) return flag;
        Wrong(name, text, "true or false is allowed");
        return false;
    }

    private LogLevel Level()
    {
        if (Text("Log:Level") is not { } text) return LogLevel.Information;
        if (Enum.TryParse(text, ignoreCase: true, out LogLevel level) && Enum.IsDefined(level) && !int.TryParse(text, out _)) return level;
        Wrong("Log:Level", text, $"one of {string.Join(", ", Enum.GetNames<LogLevel>())} is allowed");
        return LogLevel.Information;
    }

    private string Urls()
    {
        string urls = Text("Urls") ?? DefaultUrl;
        foreach (string url in urls.Split(';'))
        {
            bool isHttp = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && url.Length > 7 && !url[7..].StartsWith('/');
            bool hasPath = isHttp && !url[7..].StartsWith("unix:", StringComparison.Ordinal) && url[7..].TrimEnd('/').Contains('/', StringComparison.Ordinal);
            // '*' and '+' stand for every address, which Uri does not know.
            if (isHttp && !hasPath && (url.Contains("//unix:/", StringComparison.Ordinal)
                || Uri.TryCreate(url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), UriKind.Absolute, out _))) continue;
            Wrong("Urls", url, "http://address:port is allowed, several with ';' between; put a reverse proxy before it for https");
        }

        return urls;
    }

    private string StorePath(string? dataDirectory)
    {
        string? path = Text("Store:Path");
        if (path is null && dataDirectory is null) Wrong("Store:Path", null, "name a file, since there is no home directory to keep it in");
        else if (path is not null && (Path.EndsInDirectorySeparator(path) || Directory.Exists(path) || path.Contains('\0', StringComparison.Ordinal)))
            Wrong("Store:Path", path, "a file is allowed, and this is a directory");
        else return Path.GetFullPath(path ?? Path.Combine(dataDirectory!, "relay.db"));
        return "";
    }

    private void CheckNames()
    {
        foreach ((string section, string[] keys) in Known)
        {
            if (_configuration[section] is { } value) Wrong(section, value, $"it has the parts {string.Join(", ", keys.Select(key => $"{section}:{key}"))}");
            foreach (IConfigurationSection child in _configuration.GetSection(section).GetChildren())
            {
                if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                    _problems.Add($"{section}:{Printable(child.Key)}: there is no such option; {string.Join(", ", keys.Select(key => $"{section}:{key}"))} are allowed.");
            }
        }

        foreach (CommandLineConfigurationProvider line in _configuration.Providers.OfType<CommandLineConfigurationProvider>())
        {
            foreach (string key in line.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!Known.ContainsKey(key) && !key.Equals("Urls", StringComparison.OrdinalIgnoreCase) && !key.Equals("Sinks", StringComparison.OrdinalIgnoreCase))
                    _problems.Add($"{Printable(key)}: there is no such option; Urls, Sinks, {string.Join(", ", Known.Keys)} are allowed.");
            }
        }
    }

    private static string Printable(string text) =>
        string.Concat(text.Take(200).Select(static c => char.IsControl(c) ? '?' : c));
}
