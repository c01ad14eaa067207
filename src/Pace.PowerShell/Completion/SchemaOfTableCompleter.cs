using System.Management.Automation;
using System.Text;
using Pace.Engine.Tabular;

namespace Pace.PowerShell.Completion;

/// <summary>Completes -Schema of Import-PaceTable with the types that the file would have, ready to be changed.</summary>
/// <remarks>PowerShell asks no completer within @{ }: there a wrong type is corrected by the error, which names the nearest.</remarks>
internal sealed class SchemaOfTableCompleter : CandidateCompleter
{
    // Larger files are not read through for a key press.
    private const long LargestFile = 16 * 1024 * 1024;

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request)
    {
        if (request.Word.Length > 0 || (request.Text("Path") ?? request.Text("LiteralPath")) is not { } path || TypedPath.ResolveFile(path) is not { } file)
        {
            return [];
        }

        CsvOptions options = new() { Delimiter = request.Text("Delimiter") is [var delimiter] && CsvOptions.IsDelimiter(delimiter) ? delimiter : null };
        return Candidates.Quickly($"types\n{file}\n{File.GetLastWriteTimeUtc(file).Ticks}\n{options.Delimiter}", search =>
        {
            // As long as the file is what it was.
            search.KeepsFor(TimeSpan.FromMinutes(5));
            return [Schema(file, options, search.Cancellation)];
        });
    }

    // It is text of a script, and no argument to be quoted.
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        Find(request).Select(schema => new CompletionResult(schema.Text, schema.Text, CompletionResultType.ParameterValue, schema.ToolTip)).ToList();

    private static Candidate Schema(string file, CsvOptions options, CancellationToken cancellation)
    {
        if (new FileInfo(file).Length > LargestFile)
        {
            throw new NotSupportedException(file);
        }

        using TableSource source = TableSource.OpenCsv(file, options);
        TypedTable table = source.Infer([], cancellation);
        StringBuilder text = new("@{ ");
        text.AppendJoin("; ", table.Columns.Select(column => $"{Candidates.QuoteAlways(column.Name)} = '{column.Type}'"));
        return new Candidate(text.Append(" }").ToString(), "the types that the file's values have");
    }
}
