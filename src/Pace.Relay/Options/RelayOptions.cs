namespace Pace.Relay.Options;

/// <summary>All that can be set, checked. Defaults and ranges stand in <see cref="OptionsReader"/>.</summary>
internal sealed record RelayOptions
{
    /// <summary>Where it listens: http addresses, one or more with <c>;</c> between.</summary>
    public required string Urls { get; init; }

    /// <summary>The store's file, in full.</summary>
    public required string StorePath { get; init; }

    /// <summary>How many installations are kept at most, those of the last 430 days that were forgotten included.</summary>
    public int MaxInstallations { get; init; } = 1_000_000;

    /// <summary>How many documents wait for the store at most.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>What senders must show; null: nothing.</summary>
    public string? SenderToken { get; init; }

    /// <summary>How many requests a minute an address may make; 0: any number.</summary>
    public int RatePerMinute { get; init; } = 600;

    /// <summary>How many installations must report a version within 7 days before it is published.</summary>
    public int VersionThreshold { get; init; } = 10;

    /// <summary>How many versions are published at most.</summary>
    public int MaxVersions { get; init; } = 50;

    /// <summary>Whether there is a series for each installation, as in the original layout.</summary>
    public bool PublishInstallationId { get; init; }

    /// <summary>From which level on the relay logs.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Where totals are pushed to, beside the scrape.</summary>
    public IReadOnlyList<SinkOptions> Sinks { get; init; } = [];
}

/// <summary>Where totals are pushed to.</summary>
/// <param name="Name">The sink's name, a metric's label and the store's mark of what it has shown.</param>
/// <param name="Interval">How often.</param>
/// <param name="Prefix">What the names of metrics begin with.</param>
internal abstract record SinkOptions(string Name, TimeSpan Interval, string Prefix);

/// <summary>Graphite's lines over TCP.</summary>
internal sealed record GraphiteOptions(string Name, TimeSpan Interval, string Prefix, string Host, int Port)
    : SinkOptions(Name, Interval, Prefix);

/// <summary>Graphite's rows over HTTP, as Grafana Cloud takes them.</summary>
internal sealed record GraphiteHttpOptions(string Name, TimeSpan Interval, string Prefix, Uri Url, SinkKey? Key)
    : SinkOptions(Name, Interval, Prefix);

/// <summary>A key that no text shows.</summary>
internal sealed class SinkKey(string value)
{
    /// <summary>The key, for the one header that carries it.</summary>
    public string Reveal() => value;

    public override string ToString() => "(a key)";
}

/// <summary>Options that are wrong. Each problem names the option, what it is, and what is allowed.</summary>
internal sealed class OptionsException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
