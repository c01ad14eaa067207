using System.Text;
using System.Text.Json;

namespace Pace.Relay.Tests.Support;

/// <summary>Bodies as senders make them.</summary>
internal static class Body
{
    public const string Id = "36be4c46-4e1b-431d-b9db-1b315f537a85";

    public static string Of(params (string Command, uint Code, uint Count)[] counts) => Of(Id, counts);

    public static string Of(string id, IEnumerable<(string Command, uint Code, uint Count)> counts, string version = "v0.1.0", string system = "linux")
    {
        var points = counts.GroupBy(static item => item.Command).ToDictionary(
            static command => command.Key,
            static command => command.ToDictionary(static item => item.Code.ToString(System.Globalization.CultureInfo.InvariantCulture), static item => new { cumulative_count = item.Count }));
        return JsonSerializer.Serialize(new { metric_points = points, cli_version = version, operating_system = system, id });
    }

    public static byte[] Bytes(string body) => Encoding.UTF8.GetBytes(body);
}
