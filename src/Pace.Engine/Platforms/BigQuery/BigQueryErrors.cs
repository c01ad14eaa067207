using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Warehouse;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>Tells what BigQuery says as Pace's own kinds. https://cloud.google.com/bigquery/docs/error-messages</summary>
internal static partial class BigQueryErrors
{
    private static readonly string[] Later = ["rateLimitExceeded", "jobRateLimitExceeded", "backendError", "internalError", "tableUnavailable"];

    /// <summary>What is Google's own about answers.</summary>
    public static ServiceRules Rules { get; } = new(
        answer => answer.Status is HttpStatusCode.TooManyRequests
                or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            || (!answer.IsSuccess && Later.Contains(Reason(answer))),
        answer => answer["error"].Child("message").Text(),
        "Check the key and that the service account is enabled, and the clock.");

    /// <summary>The reason that an answer gives, in one word; null: none.</summary>
    public static string? Reason(ServiceResponse answer) =>
        answer["error"].Child("errors").Items().Select(error => error.Child("reason").Text()).FirstOrDefault();

    /// <summary>Whether an answer is about the query, and not about the login or the service.</summary>
    public static bool IsAboutTheQuery(ServiceResponse answer) =>
        (answer.Status == HttpStatusCode.BadRequest && Reason(answer) is "invalidQuery" or "invalid")
        || (answer.Status is HttpStatusCode.NotFound && Reason(answer) == "notFound");

    /// <summary>The place that a complaint names: <c>... at [3:7]</c>.</summary>
    public static Complaint Complaint(string words)
    {
        Match position = Position().Match(words);
        return position.Success
            && int.TryParse(position.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            && int.TryParse(position.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int column)
            ? new Complaint(words, line, column)
            : new Complaint(words);
    }

    /// <summary>The error to throw for an answer that is no success.</summary>
    public static PaceException Translate(ServiceResponse answer, ServiceClient client, string? doing)
    {
        string words = client.Saying(answer) ?? "";
        string text = doing is null
            ? $"{client.Endpoint} answered {(int)answer.Status}{ServiceErrors.Quote(words)}"
            : $"{doing} failed{ServiceErrors.Quote(words)}";
        (PaceErrorKind kind, string remedy) = answer.Status switch
        {
            HttpStatusCode.NotFound => (PaceErrorKind.ResourceNotFound, "Correct the name as the platform spells it: case counts."),
            HttpStatusCode.Forbidden when Reason(answer) is "quotaExceeded" or "billingNotEnabled" =>
                (PaceErrorKind.PlatformRefused, "See the project's quotas and billing."),
            HttpStatusCode.Forbidden => (PaceErrorKind.PlatformRefused, "Grant the service account the right that the message names."),
            HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict =>
                (PaceErrorKind.VersionConflict, "Somebody else changed the same thing at the same time; try again."),
            _ => (PaceErrorKind.PlatformRefused, "The platform's own message says what is wrong."),
        };
        return new PaceException(kind, text, remedy, client.Endpoint.PlatformId);
    }

    [GeneratedRegex(@"\bat \[(\d+):(\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
