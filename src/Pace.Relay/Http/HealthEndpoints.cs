using System.Text;
using Pace.Relay.Sinks;
using Pace.Relay.Writing;

namespace Pace.Relay.Http;

/// <summary><c>GET /healthz</c>: the process answers. <c>GET /readyz</c>: documents can be taken.</summary>
/// <remarks>
/// A sink that is down does not make the relay unready: nothing is lost by it, and senders are not to be turned away.
/// The answer says so all the same, a line for each sink.
/// </remarks>
internal sealed class HealthEndpoints(RelayWriter writer, IReadOnlyList<SinkPump> sinks)
{
    private const int RetryAfter = 5;

    public static Task HealthAsync(HttpContext context) => Answer.TextAsync(context, StatusCodes.Status200OK, "healthy");

    public Task ReadyAsync(HttpContext context)
    {
        string? problem = writer.Problem is { } failing ? "the store cannot be written: " + OneLine(failing)
            : writer.IsFull ? "the queue is full" : null;
        var text = new StringBuilder(problem is null ? "ready" : "not ready: " + problem);
        foreach (SinkPump sink in sinks)
        {
            text.Append("\nsink ").Append(sink.Name).Append(": ")
                .Append(sink.Status.Problem is { } down ? "down: " + OneLine(down) : sink.Status.Taken == 0 ? "not tried yet" : "up");
        }

        return problem is null
            ? Answer.TextAsync(context, StatusCodes.Status200OK, text.ToString())
            : Answer.TextAsync(context, StatusCodes.Status503ServiceUnavailable, text.ToString(), RetryAfter);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
