using System.Text;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms.Http;

/// <summary>Tells what went wrong with a service, in Pace's kinds. No message holds a token.</summary>
internal static class ServiceErrors
{
    private const int LongestSaying = 500;

    /// <summary>The service did not answer.</summary>
    public static PaceException Unreachable(ServiceEndpoint endpoint, Exception error) => new(
        PaceErrorKind.PlatformUnreachable,
        error is TimeoutException
            ? $"{endpoint} did not answer in time."
            : $"{endpoint} cannot be reached: {Innermost(error)}",
        "Check the address in the platform's entry, the network and the proxy; timeout-seconds is how long connecting may take.",
        endpoint.PlatformId,
        error);

    /// <summary>The service answered again and again that it cannot now.</summary>
    public static PaceException Busy(ServiceEndpoint endpoint, ServiceResponse answer, string? said) => new(
        PaceErrorKind.PlatformUnreachable,
        $"{endpoint} is too busy: it answered {(int)answer.Status} {answer.Attempt + 1} times{Quote(said)}",
        "Try again later, with less at a time.",
        endpoint.PlatformId);

    /// <summary>The service does not know who asks.</summary>
    public static PaceException Login(ServiceEndpoint endpoint, string? said, string remedy) => new(
        PaceErrorKind.PlatformRefused, $"{endpoint} refuses the login{Quote(said)}", remedy, endpoint.PlatformId);

    /// <summary>The service's answer is not what its contract says.</summary>
    public static PaceException Strange(ServiceEndpoint endpoint, string what) => new(
        PaceErrorKind.PlatformRefused,
        $"{endpoint} gave an answer that Pace does not understand: {what}.",
        "Check that the address is the service's own; a proxy may have answered in its place.",
        endpoint.PlatformId);

    /// <summary>A saying of the service as the end of a sentence: one line, bounded, without what is secret.</summary>
    public static string Quote(string? said) => string.IsNullOrWhiteSpace(said) ? "." : ": " + said;

    /// <summary>A text of the service as it may be shown.</summary>
    public static string? Clean(string? said, string? secret)
    {
        if (said is null)
        {
            return null;
        }

        if (secret is { Length: > 0 })
        {
            said = said.Replace(secret, "***", StringComparison.Ordinal);
        }

        StringBuilder clean = new();
        foreach (char character in said)
        {
            bool space = char.IsControl(character) || char.IsWhiteSpace(character);
            if (!space)
            {
                clean.Append(character);
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
        }

        string line = clean.ToString().Trim();
        return line.Length <= LongestSaying ? line : line[..LongestSaying] + "…";
    }

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
