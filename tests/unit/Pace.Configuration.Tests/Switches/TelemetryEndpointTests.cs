namespace Pace.Configuration.Tests.Switches;

public sealed class TelemetryEndpointTests
{
    [Theory]
    [InlineData("https://relay.example.com/telemetry")]
    [InlineData("https://relay.example.com:8443/a/b?c=d")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("http://localhost:5000/telemetry")]
    [InlineData("http://LOCALHOST/")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://127.255.255.254/")]
    [InlineData("http://[::1]:5000/")]
    public void Https_to_anywhere_and_http_to_this_machine_are_endpoints(string text) =>
        Assert.Equal(new Uri(text), TelemetryEndpoint.Parse(text));

    [Theory]
    [InlineData("http://relay.example.com/", "http")]
    [InlineData("http://localhost.example.com/", "http")]
    [InlineData("http://localhost./", "http")]
    [InlineData("http://128.0.0.1/", "http")]
    [InlineData("http://[::2]/", "http")]
    [InlineData("http://[::ffff:127.0.0.1]/", "http")]
    [InlineData("http://0.0.0.0/", "http")]
    [InlineData("https://ana:S3cret@relay.example.com/", "password")]
    [InlineData("https://S3cret@relay.example.com/", "password")]
    [InlineData("https://@relay.example.com/", "password")]
    [InlineData("https://relay.example.com/#S3cret", "'#'")]
    [InlineData("ftp://S3cret.example.com/", "web address")]
    [InlineData("file:///S3cret", "web address")]
    [InlineData("/S3cret", "web address")]
    [InlineData("relay.example.com/S3cret", "web address")]
    [InlineData("https://", "web address")]
    [InlineData("https:relay.example.com", "web address")]
    [InlineData("https://relay.example.com/ S3cret", "web address")]
    [InlineData("https://relay.example.com\\@S3cret.example.com/", "web address")]
    [InlineData("https://relay.example.com/\n", "web address")]
    [InlineData("", "web address")]
    public void Anything_else_is_refused_without_being_repeated(string text, string because)
    {
        var error = Assert.Throws<ConfigurationException>(() => TelemetryEndpoint.Parse(text, "config.yaml"));
        Assert.Contains(because, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("config.yaml", error.File);
    }
}
