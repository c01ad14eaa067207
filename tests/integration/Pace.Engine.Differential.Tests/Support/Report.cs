using System.Globalization;
using System.Text;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>Writes what somebody needs who looks into a difference.</summary>
public static class Report
{
    public static string Write(
        PolicyCase policy, string text, string audience, string difference, IReadOnlyList<(string Name, Answer Answer)> answers)
    {
        StringBuilder report = new();
        report.Append(CultureInfo.InvariantCulture, $"seed {policy.Seed}, seen by {audience}: {difference}\n\n{text}\n");
        report.Append("rows:\n").Append(Csv(policy.Fields.Select(field => field.Name), policy.Rows)).Append('\n');
        foreach (TokenTable table in policy.TokenTables)
        {
            report.Append(CultureInfo.InvariantCulture, $"{table.Name}:\n");
            report.Append(Csv([table.Token, table.Value], table.Rows.Select(row => (IReadOnlyList<object?>)[row.Token, row.Value]))).Append('\n');
        }

        foreach ((string name, Answer answer) in answers)
        {
            report.Append(CultureInfo.InvariantCulture, $"{name}:\n  {answer.ToString().Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        }

        return report.ToString();
    }

    // NULL is nothing at all, texts stand in quotes.
    private static string Csv(IEnumerable<string> names, IEnumerable<IReadOnlyList<object?>> rows) =>
        string.Join(',', names.Select(name => Cell(name))) + "\n" + string.Concat(rows.Select(row => string.Join(',', row.Select(Cell)) + "\n"));

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
