using Pace.Relay.Options;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Options;

/// <summary>Wrong options keep the relay from starting, with a line each that names the option, its value and what is allowed.</summary>
public class OptionsTests
{
    [Fact]
    public void With_nothing_set_it_listens_on_loopback_and_keeps_its_file_in_the_data_directory()
    {
        RelayOptions options = Read();
        Assert.Equal("http://127.0.0.1:8080", options.Urls);
        Assert.Equal(Path.Combine(Path.GetTempPath(), "relay.db"), options.StorePath);
        Assert.Null(options.SenderToken);
        Assert.Equal((600, 10, 50, false), (options.RatePerMinute, options.VersionThreshold, options.MaxVersions, options.PublishInstallationId));
        Assert.Empty(options.Sinks);
    }

    [Theory]
    [InlineData("Queue:Capacity", "0", "a whole number from 1 to")]
    [InlineData("Queue:Capacity", "many", "a whole number from 1 to")]
    [InlineData("RateLimit:PerMinute", "-1", "a whole number from 0 to")]
    [InlineData("Publish:VersionThreshold", "1.5", "a whole number from 1 to")]
    [InlineData("Publish:MaxVersions", "1001", "from 0 to 1000")]
    [InlineData("Publish:InstallationId", "yes", "true or false")]
    [InlineData("Store:MaxInstallations", "0", "a whole number")]
    [InlineData("Store:Path", "/", "this is a directory")]
    [InlineData("Urls", "https://127.0.0.1:8443", "reverse proxy")]
    [InlineData("Urls", "127.0.0.1:80", "http://address:port")]
    [InlineData("Urls", "http://127.0.0.1:8080/path", "http://address:port")]
    [InlineData("Log:Level", "Loud", "one of Trace, Debug")]
    [InlineData("Log:Level", "3", "one of Trace, Debug")]
    [InlineData("Senders:TokenFile", "/nowhere/token", "a file that can be read")]
    [InlineData("Sinks:a:Type", "kafka", "graphite or graphite-http")]
    [InlineData("Sinks:a:Address", "x:1", "graphite or graphite-http")]
    public void A_value_out_of_range_is_told_with_its_name_and_what_is_allowed(string name, string value, string allowed)
    {
        string problem = Assert.Single(Problems((name, value)));
        Assert.StartsWith(name.Replace(":Address", ":Type", StringComparison.Ordinal) + ":", problem, StringComparison.Ordinal);
        if (!name.EndsWith("Address", StringComparison.Ordinal)) Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Store:Pfad", "Store:Path")]
    [InlineData("Publish:Threshold", "Publish:VersionThreshold")]
    [InlineData("Sinks:a:Port", "Type, Address, Prefix, IntervalSeconds")]
    public void A_name_that_is_no_option_is_told_with_those_that_are(string name, string known)
    {
        string problem = Assert.Single(Problems((name, "1"), ("Sinks:a:Type", "graphite"), ("Sinks:a:Address", "127.0.0.1:2003")));
        Assert.Contains(known, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData(":2003")]
    [InlineData("a b:2003")]
    public void A_Graphite_address_is_a_host_and_a_port(string address) =>
        Assert.Contains("host:port", Assert.Single(Problems(("Sinks:a:Type", "graphite"), ("Sinks:a:Address", address))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://graphite.example/metrics")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("nowhere")]
    [InlineData("https://user:hunter2@host.example/metrics")]
    public void A_key_goes_over_https_or_to_this_machine_only(string url)
    {
        string problem = Assert.Single(Problems(("Sinks:a:Type", "graphite-http"), ("Sinks:a:Url", url)));
        Assert.Contains("an https address", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_comes_from_a_file_and_is_shown_by_nothing()
    {
        using var directory = new TemporaryDirectory();
        string file = Path.Combine(directory.Root, "key");
        File.WriteAllText(file, "123:glc_hunter2\n");
        RelayOptions options = Read(("Sinks:cloud:Type", "graphite-http"), ("Sinks:cloud:Url", "https://host.grafana.net/graphite/metrics"), ("Sinks:cloud:KeyFile", file));
        var sink = Assert.IsType<GraphiteHttpOptions>(Assert.Single(options.Sinks));
        Assert.Equal("123:glc_hunter2", sink.Key?.Reveal());
        Assert.DoesNotContain("hunter2", options.ToString() + sink, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Assert.Equal(3, Problems(("Queue:Capacity", "0"), ("Urls", "x"), ("Log:Level", "y")).Count);

    [Fact]
    public void The_process_ends_with_1_and_a_line_for_each_problem_and_no_stack_trace()
    {
        (int exitCode, string output, string error) = RelayProcess.Run(
            new Dictionary<string, string?> { ["Queue__Capacity"] = "none" }, "--Senders:Token=hunter2", "--Sinks:a:Type=graphite", "--colour=red");
        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        string[] lines = error.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains(lines, static line => line.StartsWith("Queue:Capacity: 'none'", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("Senders:Token: stands on the command line", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("Sinks:a:Address: is missing", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("colour: there is no such option", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_cannot_be_used_and_an_address_that_is_taken_are_told_in_a_line()
    {
        using var directory = new TemporaryDirectory();
        using RelayProcess relay = RelayProcess.Start(directory.Store);
        var none = new Dictionary<string, string?>();
        (int code, _, string error) = RelayProcess.Run(none, "--Urls=http://127.0.0.1:0", $"--Store:Path={directory.Store}");
        Assert.Equal(1, code);
        Assert.Matches("^Store:Path: .*in use by another relay.*\n$", error);
        (code, _, error) = RelayProcess.Run(none, "--Urls", relay.Address.ToString().TrimEnd('/'), $"--Store:Path={directory.Store}2");
        Assert.Equal(1, code);
        Assert.Matches("^Urls: .*already in use.*\n$", error);
    }

    private static RelayOptions Read(params (string Name, string Value)[] set) => OptionsReader.Read(
        new Microsoft.Extensions.Configuration.ConfigurationRoot([new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationProvider(
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = set.Select(static item => KeyValuePair.Create<string, string?>(item.Name, item.Value)),
            })]),
        Path.GetTempPath());

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] set) =>
        Assert.Throws<OptionsException>(() => Read(set)).Problems;
}
