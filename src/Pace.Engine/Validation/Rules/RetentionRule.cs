using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>A retention filter is on a date or timestamp, and its periods are spans of days.</summary>
internal sealed class RetentionRule : IPolicyRule
{
    private const long MostDays = 1_000_000;

    public void Check(PolicyContext context)
    {
        foreach ((Filter item, string path) in context.Filters)
        {
            if (item is not RetentionFilter retention)
            {
                continue;
            }

            Field? field = context.Resolve(retention.Field);
            if (context.RequireType(field, "a retention filter") is { IsDateOrTimestamp: false })
            {
                context.Report(DiagnosticCodes.RetentionType, path + ".field", $"'{field!.Name}' is {field.Type}, and that has no age");
            }

            for (int at = 0; at < retention.Conditions.Count; at++)
            {
                Period(context, retention.Conditions[at].Period, $"{path}.conditions[{at}].period");
            }
        }
    }

    private static void Period(PolicyContext context, RetentionPeriod? period, string path)
    {
        if (period is { Days: null })
        {
            context.Report(
                DiagnosticCodes.RequiredMissing, path + ".days", "the period does not say how many days", "set days, or leave the period out for ever");
        }
        else if (period is { Days: < 0 or > MostDays })
        {
            context.Report(
                DiagnosticCodes.RetentionDays, path + ".days",
                string.Create(CultureInfo.InvariantCulture, $"{period.Days} days are not within 0 and {MostDays}"));
        }
    }
}
