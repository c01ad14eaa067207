using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Tells errors of the driver and the server as Pace's own kinds, with what to do about them.</summary>
internal static class PostgresErrors
{
    /// <summary>The error to throw instead, or null when it is not one of the driver's or is a cancellation.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="endpoint">Where the connection goes.</param>
    /// <param name="doing">What was being done, as a sentence's beginning without its end, such as <c>Applying policy 'x'</c>.</param>
    public static PaceException? Translate(Exception error, PostgresEndpoint endpoint, string? doing = null) => error switch
    {
        PaceException or OperationCanceledException => null,
        PostgresException said => FromServer(said, endpoint, doing),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new PaceException(
            PaceErrorKind.PlatformUnreachable,
            $"{endpoint} did not answer in time.",
            "Check host-name and port, and that the server is up; timeout-seconds is how long connecting may take.",
            endpoint.PlatformId,
            error),
        NpgsqlException driver when IsAboutPassword(driver) => new PaceException(
            PaceErrorKind.PlatformRefused,
            $"{endpoint} wants a password, and none is configured.",
            "Set password: ${ENV_NAME} in config.yaml, add a line to the password file (~/.pgpass), or give a credential.",
            endpoint.PlatformId,
            error),
        NpgsqlException or SocketException or IOException or AuthenticationException => new PaceException(
            PaceErrorKind.PlatformUnreachable,
            $"{endpoint} cannot be reached: {Innermost(error)}",
            "Check host-name, port and ssl-mode, and that the server is up.",
            endpoint.PlatformId,
            error),
        _ => null,
    };

    private static PaceException FromServer(PostgresException said, PostgresEndpoint endpoint, string? doing)
    {
        string text = doing is null ? $"{endpoint} says: {said.MessageText}" : $"{doing} failed: {said.MessageText}";
        (PaceErrorKind kind, string message, string remedy) = said.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
                PaceErrorKind.PlatformRefused,
                $"{endpoint} refuses the login: {said.MessageText}",
                "Check user-name and password, and the server's pg_hba.conf."),
            PostgresErrorCodes.InvalidCatalogName => (
                PaceErrorKind.PlatformRefused,
                $"{endpoint} refuses the connection: {said.MessageText}",
                "Correct the database's name."),
            PostgresErrorCodes.InsufficientPrivilege => (
                PaceErrorKind.PlatformRefused,
                $"{text} (a right is missing)",
                $"Grant the right to '{endpoint.User}', or use a login that has it."),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => (
                PaceErrorKind.ResourceNotFound, text, "Correct the name as the platform spells it, or make it there."),
            PostgresErrorCodes.LockNotAvailable => (
                PaceErrorKind.PlatformRefused, text, "Somebody else works on it or reads a view for long; try again."),
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => (
                PaceErrorKind.PlatformRefused, text, "Somebody else changed the same thing at the same time; try again."),
            PostgresErrorCodes.ReadOnlySqlTransaction => (
                PaceErrorKind.PlatformRefused, text, "Connect to a server that can be written to."),
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => (
                PaceErrorKind.PlatformUnreachable, text, "Try again when the server is ready."),
            PostgresErrorCodes.QueryCanceled => (
                PaceErrorKind.PlatformRefused, text, "The server ended the statement; see its statement_timeout."),
            _ => (PaceErrorKind.PlatformRefused, text, "The platform's own message says what is wrong."),
        };
        return new PaceException(kind, message, remedy, endpoint.PlatformId, said);
    }

    // Npgsql throws its general type here, so its words are all there is.
    private static bool IsAboutPassword(NpgsqlException error) =>
        error.InnerException is null && error.Message.StartsWith("No password has been provided", StringComparison.Ordinal);

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
