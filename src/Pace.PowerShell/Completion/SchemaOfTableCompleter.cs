using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using Pace.Engine.Tabular;

namespace Pace.PowerShell.Completion;

/// <summary>Completes -Schema of Import-PaceTable with the types that the file would have, ready to be changed.</summary>
/// <remarks>PowerShell asks no completer within @{ }: there a wrong type is corrected by the error, which names the nearest.</remarks>
internal sealed class SchemaOfTableCompleter : IArgumentCompleter
{
    // Larger files are not read through for a key press.
    private const long LargestFile = 16 * 1024 * 1024;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (wordToComplete.Length > 0 || (fakeBoundParameters["Path"] ?? fakeBoundParameters["LiteralPath"]) is not string path || Find(path) is not { } file)
        {
            return [];
        }

        CsvOptions options = new() { Delimiter = (fakeBoundParameters["Delimiter"] as string) is [var delimiter] && CsvOptions.IsDelimiter(delimiter) ? delimiter : null };
        string question = $"schema\n{file}\n{File.GetLastWriteTimeUtc(file).Ticks}\n{options.Delimiter}";
        return Candidates.Quickly(question, Candidates.Remote, cancellation => [Schema(file, options, cancellation)])
            .Select(schema => new CompletionResult(schema.Text, schema.Text, CompletionResultType.ParameterValue, schema.ToolTip));
    }

    // Only PowerShell knows its own current directory.
    private static string? Find(string path)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Resolve-Path").AddParameter("LiteralPath", path).AddParameter("ErrorAction", ActionPreference.Ignore);
        return shell.Invoke<PathInfo>() is [{ Provider.Name: "FileSystem" } found] ? found.ProviderPath : null;
    }

    private static Candidate Schema(string file, CsvOptions options, CancellationToken cancellation)
    {
        if (new FileInfo(file).Length > LargestFile)
        {
            throw new NotSupportedException(file);
        }

        using TableSource source = TableSource.OpenCsv(file, options);
        TypedTable table = source.Infer([], cancellation);
        StringBuilder text = new("@{ ");
        text.AppendJoin("; ", table.Columns.Select(column => $"'{CodeGeneration.EscapeSingleQuotedStringContent(column.Name)}' = '{column.Type}'"));
        return new Candidate(text.Append(" }").ToString(), "the types that the file's values have");
    }
}
