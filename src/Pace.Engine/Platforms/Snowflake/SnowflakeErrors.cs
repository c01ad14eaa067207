using System.Net;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>What Snowflake says of a statement that failed.</summary>
/// <param name="code">Its code, such as <c>002003</c>.</param>
/// <param name="sqlState">The SQL state, such as <c>02000</c>.</param>
/// <param name="message">Its words, line breaks included.</param>
internal sealed class SnowflakeException(string code, string sqlState, string message) : Exception(message)
{
    /// <summary>Its code.</summary>
    public string Code { get; } = code;

    /// <summary>The SQL state.</summary>
    public string SqlState { get; } = sqlState;
}

/// <summary>Tells what Snowflake says as Pace's own kinds, with what to do about it.</summary>
internal static class SnowflakeErrors
{
    // https://docs.snowflake.com/en/developer-guide/sql-api/reference: when to try again.
    private static readonly HttpStatusCode[] Later =
        [HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    /// <summary>What is Snowflake's own about answers.</summary>
    public static ServiceRules Rules { get; } = new(
        answer => Later.Contains(answer.Status),
        answer => answer["message"].Text() is { } message ? Said(answer["code"].Text(), message) : null,
        "Check account-name, organization-name and user-name, that the public key is set (alter user ... set rsa_public_key), and the clock.");

    /// <summary>The error to throw for a statement that failed.</summary>
    public static PaceException Translate(SnowflakeException said, SnowflakeSettings settings, string? doing)
    {
        string words = ServiceErrors.Clean(said.Message, null) ?? "";
        string text = doing is null ? $"{settings.Endpoint} says: {words}" : $"{doing} failed: {words}";
        (PaceErrorKind kind, string remedy) = said.Code switch
        {
            // Snowflake tells nobody whether what he may not see is there.
            "002003" or "002043" => (PaceErrorKind.ResourceNotFound, "Correct the name as the platform spells it (case counts), or grant the login the right to use it."),
            "003001" => (PaceErrorKind.PlatformRefused, $"Grant the right to {(settings.Role is { } role ? $"role '{role}'" : "the login's role")}, or set another role."),
            "000606" => (PaceErrorKind.PlatformMisconfigured, "Set warehouse in the platform's entry, or give the user a default one."),
            "000604" => (PaceErrorKind.PlatformRefused, "Somebody cancelled the statement on the platform; try again."),
            "000630" => (PaceErrorKind.PlatformRefused, "The platform ended the statement; see its STATEMENT_TIMEOUT_IN_SECONDS."),
            _ => (PaceErrorKind.PlatformRefused, "The platform's own message says what is wrong."),
        };
        return new PaceException(kind, text, remedy, settings.Endpoint.PlatformId, said);
    }

    /// <summary>Whether the words are about the query, and not about the login or the service.</summary>
    public static bool IsAboutTheQuery(SnowflakeException said) =>
        said.SqlState.StartsWith("42", StringComparison.Ordinal)
        || said.SqlState.StartsWith("22", StringComparison.Ordinal)
        || said.SqlState is "02000" or "0A000";

    private static string Said(string? code, string message) => code is null ? message : $"{message} ({code})";
}
