using System.Globalization;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Validation.Rules;

/// <summary>How many decimal places a number can be rounded to: what every platform's widest decimal has.</summary>
internal static class Precisions
{
    private const int Most = 38;

    public static void Check(PolicyContext context, int precision, string path)
    {
        if (precision is < -Most or > Most)
        {
            context.Report(
                DiagnosticCodes.PrecisionInvalid, path,
                string.Create(CultureInfo.InvariantCulture, $"the precision {precision} is not within -{Most} and {Most}"));
        }
    }
}
