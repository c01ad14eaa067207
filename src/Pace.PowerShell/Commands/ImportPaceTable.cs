using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Tabular;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Makes tables of CSV files or of objects on the embedded platform. Each column has the narrowest type that holds every
/// value exactly, or the one that -Schema says. Where a value does not fit, nothing is imported.
/// </summary>
[Cmdlet(VerbsData.Import, "PaceTable", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImportedTableInfo))]
public sealed class ImportPaceTableCommand : PlatformCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ObjectSet = "InputObject";

    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private ObjectSource? _objects;
    private bool _hasInput;

    /// <summary>CSV files. Wildcards are understood.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CsvFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>CSV files, by names in which nothing is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(CsvFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Objects whose properties are the columns, all of them rows of one table.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The table's name, as a policy writes it; left out: the file's, without its extension.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(EmbeddedTableCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>
    /// Types of columns, where others than those found are wanted: @{ zip = 'text'; amount = 'numeric(10,2) not null' }.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SchemaOfTableCompleter))]
    [ValidateNotNull]
    public IDictionary Schema { get; set; } = new Hashtable();

    /// <summary>Replaces a table of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Adds the rows to a table of that name; makes it where there is none.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>What stands between two fields; left out: a comma, a semicolon or a tab, if the header allows only one.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    public char Delimiter { get; set; }

    /// <summary>The files' encoding where no byte order mark says it; left out: UTF-8.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [EncodingTransform]
    [ValidateNotNull]
    public Encoding? Encoding { get; set; }

    /// <summary>The platform's id: embedded, which is the only one whose tables are Pace's to make.</summary>
    // Not from the pipeline: a column of that name is no platform.
    [Parameter]
    [Alias("Platform")]
    [ArgumentCompleter(typeof(EmbeddedPlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? ProcessingPlatform { get; set; } = SqlitePlatform.EmbeddedId;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Force && Append)
        {
            throw new CmdletException(PaceErrors.ParameterInvalid, "-Force replaces a table, and -Append adds to it.", "Leave one of them out.");
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Delimiter)) && !CsvOptions.IsDelimiter(Delimiter))
        {
            throw new CmdletException(PaceErrors.ParameterInvalid, "-Delimiter takes one ASCII character, and neither a quote nor a line break.");
        }

        _ = Platform();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        _hasInput = true;
        if (ParameterSetName == ObjectSet && _objects is null && InputObject!.BaseObject is FileInfo file)
        {
            // What Get-ChildItem gives, with -Name: the file's rows are meant, no row about the file.
            ForOne(file.FullName, () => ImportFile(file.FullName));
            return;
        }

        if (ParameterSetName == ObjectSet)
        {
            _objects ??= new ObjectSource();
            _objects.Add(ObjectRows.Of(InputObject!, _objects.Count + 1));
            Progress.Report(_objects.Count);
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        ForEach(literal ? LiteralPath : Path, path => path, path =>
            ForEach(FilePaths.Existing(SessionState, path, literal), file => file, ImportFile));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_objects is { Columns.Count: > 0 })
        {
            Import(_objects, Parse(Name!));
        }
        else if (_objects is not null || (MyInvocation.ExpectingInput && !_hasInput && Name is not null))
        {
            throw new CmdletException(
                PaceErrors.DataInvalid, "No object with properties came through the pipeline: the columns are not known.",
                "Pipe at least one object in.", Name);
        }
    }

    /// <inheritdoc/>
    protected override void Cleanup()
    {
        _objects?.Dispose();
        base.Cleanup();
    }

    private void ImportFile(string file)
    {
        QualifiedName name = Name is null ? NameOf(file) : Parse(Name);
        if (!Append && _written.Contains(name.ToString()))
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, $"The table '{name}' was made of another file already.",
                "Collect several files in one table with -Append, or leave -Name out.", name.ToString());
        }

        CsvOptions options = new()
        {
            Delimiter = Delimiter == default ? null : Delimiter,
            Encoding = Encoding,
            DisplayName = FilePaths.Display(SessionState, file),
        };
        WriteVerbose($"Reading {options.DisplayName}.");
        using TableSource source = TableSource.OpenCsv(file, options);
        Import(source, name);
        _written.Add(name.ToString());
    }

    private void Import(TableSource source, QualifiedName name)
    {
        SqlitePlatform platform = Platform();
        List<ColumnDeclaration> said = Declarations(platform, name, source);
        Progress.Restart();
        TypedTable table = Run(
            cancellation => Task.FromResult(source.Infer(said, cancellation)),
            () => Progress.Report($"Reading what becomes {name}", source.Progress));
        string columns = string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}"));
        string rows = table.Count == 1 ? "1 row" : string.Create(CultureInfo.InvariantCulture, $"{table.Count} rows");
        if (!ShouldProcess($"{name} on {platform.Id}", $"{(Append ? "Add" : Force ? "Replace with" : "Import")} {rows} ({columns})"))
        {
            return;
        }

        TableImport import = new(
            name,
            [.. table.Columns.Select(column => new ImportColumn(column.Name, column.SqlType, column.Nullable))],
            table.Rows(),
            Append ? ImportMode.Append : Force ? ImportMode.Replace : ImportMode.Create);
        ImportedTable made = Write(platform, import, source, table.Count);
        WriteVerbose($"{(made.Created ? "Made the table" : "Added to the table")} {made.Name} on {platform.Id}: {made.Rows} rows.");
        WriteObject(Describe(platform, table, made));
    }

    private ImportedTable Write(SqlitePlatform platform, TableImport import, TableSource source, long rows)
    {
        try
        {
            Progress.Restart();
            return Run(
                cancellation => platform.ImportAsync(import, cancellation),
                () => Progress.Report($"Importing {import.Name}", source.Progress, () => Imported(source.Progress, rows)));
        }
        catch (PaceException taken) when (taken.Kind == PaceErrorKind.TargetNotPace && import.Mode == ImportMode.Create)
        {
            throw new PaceException(
                taken.Kind, taken.Message, "Replace a table with -Force, add to it with -Append, or give another name with -Name.", taken.Target, taken);
        }
    }

    private static ImportedTableInfo Describe(SqlitePlatform platform, TypedTable table, ImportedTable made) =>
        new(platform.Id, made.Name.ToString(), made.Rows, made.Created, table.Columns);

    // A table that is there has its types already: what is added to it is read as those, so that errors name lines.
    private List<ColumnDeclaration> Declarations(SqlitePlatform platform, QualifiedName name, TableSource source)
    {
        List<ColumnDeclaration> said = [];
        foreach (DictionaryEntry entry in Schema)
        {
            said.Add(ColumnDeclaration.Parse(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value as string ?? $"{entry.Value}"));
        }

        if (Append && Existing(platform, name) is { } table)
        {
            said.AddRange(ColumnDeclaration.Of(table, source.Columns)
                .Where(column => !said.Exists(own => string.Equals(own.Name, column.Name, StringComparison.OrdinalIgnoreCase)))
                .ToList());
        }

        return said;
    }

    private DataPolicy? Existing(SqlitePlatform platform, QualifiedName name)
    {
        try
        {
            return Run(cancellation => platform.CreateBlueprintAsync(name.ToString(), cancellation));
        }
        catch (PaceException missing) when (missing.Kind == PaceErrorKind.ResourceNotFound)
        {
            return null;
        }
    }

    private SqlitePlatform Platform()
    {
        PlatformEntry entry = ResolvePlatform();
        return Session.Open(entry) is SqlitePlatform { IsEmbedded: true } embedded ? embedded : throw new PaceException(
            PaceErrorKind.NotSupported,
            $"Import-PaceTable makes tables on the platform '{SqlitePlatform.EmbeddedId}' only; '{entry.Id}' is of type {entry.Type.ToUpperInvariant()}.",
            "Leave -ProcessingPlatform out, or load the table with the platform's own programs.",
            entry.Id);
    }

    private static string Imported(double fraction, long rows) =>
        string.Create(CultureInfo.CurrentCulture, $"{fraction * rows:N0} of {rows:N0} rows");

    private static QualifiedName NameOf(string file) => System.IO.Path.GetFileNameWithoutExtension(file) is { Length: > 0 } name
        ? new QualifiedName([name])
        : throw new CmdletException(
            PaceErrors.ParameterInvalid, $"A table cannot be called as the file '{System.IO.Path.GetFileName(file)}', which has an extension only.",
            "Give the table a name with -Name.", file);

    private static QualifiedName Parse(string name) => QualifiedName.TryParse(name, out QualifiedName parsed, out string problem)
        ? parsed
        : throw new CmdletException(PaceErrors.ParameterInvalid, $"'{name}' is no table's name: {problem}.", target: name);
}
