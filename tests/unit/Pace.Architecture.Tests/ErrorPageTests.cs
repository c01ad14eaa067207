using System.Reflection;
using System.Text;
using Pace.Architecture.Tests.Support;
using Pace.Engine.Diagnostics;

namespace Pace.Architecture.Tests;

/// <summary>
/// docs/errors.md and the two tables in the code say the same. Run with PACE_UPDATE_DOCS=1 to write the page anew.
/// </summary>
public class ErrorPageTests
{
    private static readonly (string Prefix, string Title, string Text)[] Ranges =
    [
        ("PACE00", "Reading", "The document itself: syntax, keys and shapes."),
        ("PACE01", "Validation", "What the document says, checked without any platform."),
        ("PACE02", "Dialects", "What the platform's SQL cannot express. Nothing weaker is made instead."),
        ("PACE03", "Platforms", "What the platform says: tables, columns, groups, statements."),
    ];

    [Fact]
    public void The_page_lists_every_error_as_the_code_has_it()
    {
        string path = Repository.File("docs/errors.md");
        string expected = Page();
        if (Environment.GetEnvironmentVariable("PACE_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void No_code_is_used_twice() =>
        Assert.Empty(DiagnosticCodes.All.GroupBy(code => code.Id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_code_is_in_one_of_the_ranges() =>
        Assert.Empty(DiagnosticCodes.All.Where(code => !Ranges.Any(range => code.Id.StartsWith(range.Prefix, StringComparison.Ordinal))).Select(code => code.Id));

    private static string Page()
    {
        StringBuilder page = new(
            """
            # Errors

            Written from the tables in the code (`DiagnosticCodes`, `PaceErrors`); a test compares them. To write the
            page anew: `PACE_UPDATE_DOCS=1 dotnet test tests/unit/Pace.Architecture.Tests`.

            ## What cmdlets report

            The id is the first part of `FullyQualifiedErrorId`; `$Error[0].ErrorDetails.RecommendedAction` tells
            what to do, often more exactly than this table. Ids keep their meaning from version to version.

            | id | category | what to do |
            |---|---|---|

            """);
        foreach (ErrorRow row in CmdletErrors())
        {
            page.Append($"| `{row.Id}` | {row.Category} | {Cell(row.Remedy)} |\n");
        }

        page.Append("\n## Problems in a policy\n\nAll are told at once, each with file, line and column. A warning leaves the policy usable, an error does not.\n");
        foreach ((string prefix, string title, string text) in Ranges)
        {
            page.Append($"\n### {title}\n\n{text}\n\n| code | | what it is | what to do |\n|---|---|---|---|\n");
            foreach (DiagnosticCode code in DiagnosticCodes.All.Where(code => code.Id.StartsWith(prefix, StringComparison.Ordinal)))
            {
                string severity = code.Severity == DiagnosticSeverity.Error ? "error" : "warning";
                page.Append($"| {code.Id} | {severity} | {Cell(code.Title)} | {Cell(code.Remedy)} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    // The table is internal to the module, whose types only PowerShell is to see.
    private static IEnumerable<ErrorRow> CmdletErrors()
    {
        Type table = PaceAssemblies.Load("Pace.PowerShell").GetType("Pace.PowerShell.Errors.PaceErrors", throwOnError: true)!;
        return table.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)!)
            .Select(row => new ErrorRow(Value(row, "Id"), Value(row, "Category"), Value(row, "Remedy")));
    }

    private static string Value(object row, string property) => row.GetType().GetProperty(property)!.GetValue(row)!.ToString()!;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private sealed record ErrorRow(string Id, string Category, string Remedy);
}
