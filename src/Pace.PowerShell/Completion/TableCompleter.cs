using System.Globalization;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of tables and views on the platform that is meant.</summary>
internal sealed class TableCompleter : CandidateCompleter
{
    /// <summary>The tables; of a schema, where the command names one.</summary>
    public static IReadOnlyList<Candidate> Tables(CompletionRequest request)
    {
        // Import-PaceTable has a parameter of that name too, which takes types.
        string? schema = request.Text("Schema");
        return PlatformContent.Find($"tables\n{schema}", request.Platform, (platform, cancellation) => PlatformContent.Of(
            platform.ListTablesAsync(schema, new Page(0, PlatformContent.Most), cancellation),
            static table => new Candidate(table.Id, Describe(table))));
    }

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Tables(request);

    private static string Describe(TableInfo table) => string.Join(", ", new[]
    {
        $"{table.Kind} on {table.ProcessingPlatform}",
        Count(table.Columns, "column"),
        table.Rows is { } rows ? "about " + Count(rows, "row") : "",
        table.Policy is { } policy ? $"made by the policy {policy}" : "",
        table.Comment ?? "",
    }.Where(part => part.Length > 0));

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
