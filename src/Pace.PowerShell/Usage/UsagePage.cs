using System.Globalization;
using System.Net;
using System.Text;
using Pace.PowerShell.Commands;
using Pace.Telemetry;

namespace Pace.PowerShell.Usage;

/// <summary>One's own counts as one page of HTML that needs nothing else: no script, no font, no request.</summary>
internal static class UsagePage
{
    /// <summary>Makes the page.</summary>
    /// <param name="document">The counts. Names may be anybody's: the CLI, or an admin, writes into the same file.</param>
    /// <param name="now">The time that the page says it was made at.</param>
    public static string Make(TelemetryDocument document, DateTime now)
    {
        PaceTelemetryUsage[] rows = UsageChart.Sum(document.Entries);
        return Template()
            .Replace("{{time}}", now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{content}}", rows.Length == 0 ? "<p>Nothing was counted yet.</p>" : Content(rows), StringComparison.Ordinal);
    }

    private static string Content(PaceTelemetryUsage[] rows)
    {
        ulong most = rows[0].Count;
        var all = new PaceTelemetryUsage("", Total(rows, static row => row.Count), Total(rows, static row => row.Failed), Total(rows, static row => row.Stopped));
        var html = new StringBuilder();
        html.Append("<dl>")
            .Append(Figure("Commands", Text((ulong)rows.Length)))
            .Append(Figure("Runs", Text(all.Count)))
            .Append(Figure("Failed", Text(all.Failed)))
            .Append(Figure("Stopped", Text(all.Stopped)))
            .Append(Figure("Success", UsageChart.Rate(all)))
            .Append("</dl>\n<table>\n<thead><tr><th scope=\"col\">Command</th><th scope=\"col\" class=\"number\">Runs</th>")
            .Append("<th scope=\"col\" class=\"number\">Failed</th><th scope=\"col\" class=\"number\">Success</th>")
            .Append("<th class=\"chart\" aria-hidden=\"true\"></th></tr></thead>\n<tbody>\n");
        foreach (PaceTelemetryUsage row in rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(row.Command)).Append("</th>")
                .Append(Cell(Text(row.Count))).Append(Cell(Text(row.Failed))).Append(Cell(UsageChart.Rate(row)))
                .Append("<td class=\"chart\" aria-hidden=\"true\">").Append(Bar(row, most)).Append("</td></tr>\n");
        }

        return html.Append("</tbody>\n</table>").ToString();
    }

    private static string Bar(PaceTelemetryUsage row, ulong most)
    {
        ulong bad = row.Failed + row.Stopped;
        string good = row.Count == bad ? "" : $"<span class=\"good\" style=\"width:{Percent(row.Count - bad, most)}%\"></span>";
        return $"<div class=\"bar\">{good}{(bad == 0 ? "" : $"<span class=\"bad\" style=\"width:{Percent(bad, most)}%\"></span>")}</div>";
    }

    // What is there is seen, however little it is.
    private static string Percent(ulong part, ulong most) =>
        Math.Max(0.5, 100d * part / most).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Figure(string name, string value) => $"<div><dt>{name}</dt><dd>{value}</dd></div>";

    private static string Cell(string text) => $"<td class=\"number\">{text}</td>";

    private static string Text(ulong number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    private static ulong Total(PaceTelemetryUsage[] rows, Func<PaceTelemetryUsage, ulong> of) =>
        rows.Aggregate(0UL, (sum, row) => sum + of(row));

    private static string Template()
    {
        using Stream stream = typeof(UsagePage).Assembly.GetManifestResourceStream("Pace.PowerShell.Usage.UsagePage.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
