using System.Globalization;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of tables and views on the platform that is meant.</summary>
internal class TableCompleter : CandidateCompleter
{
    /// <summary>The tables of the platform that the command names; of a schema, where it names one.</summary>
    public static IReadOnlyList<Candidate> Tables(CompletionRequest request) => Tables(request.Platform, request.Text("Schema"));

    /// <summary>The tables of a platform and a schema, each null for the one that a command would mean.</summary>
    protected static IReadOnlyList<Candidate> Tables(string? platformId, string? schema) =>
        PlatformContent.Find($"tables\n{schema}", platformId, (platform, cancellation) => PlatformContent.Of(
            platform.ListTablesAsync(schema, new Page(0, PlatformContent.Most), cancellation),
            static table => new Candidate(table.Id, Describe(table))));

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

/// <summary>Completes the names of tables that are Pace's to replace or to add to, whatever else is registered.</summary>
internal sealed class EmbeddedTableCompleter : TableCompleter
{
    // -Schema is no schema there.
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Tables(SqlitePlatform.EmbeddedId, null);
}
