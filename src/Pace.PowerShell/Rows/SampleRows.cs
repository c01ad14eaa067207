using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Tabular;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Files and objects as tables with the columns that a policy lists, spelt as it spells them. Names match whatever
/// their case, as everywhere in PowerShell, and an empty text is NULL where the column is not one of texts: so say the
/// files that PowerShell itself writes.
/// </summary>
internal static class SampleRows
{
    /// <summary>The rows of CSV files, one file after the other.</summary>
    public static SampleTable FromFiles(
        SessionState state, IEnumerable<string> paths, IReadOnlyList<SampleField> fields, char? delimiter, CancellationToken cancellation)
    {
        List<IReadOnlyList<object?>> rows = [];
        foreach (string file in paths.SelectMany(path => Files(state, path)))
        {
            string name = FilePaths.Display(state, file);
            SampleTable table = CsvTable.ReadSample(file, new CsvOptions { Delimiter = delimiter, DisplayName = name }, cancellation);
            rows.AddRange(Arrange(table, fields, $"'{name}'").Rows);
        }

        return new SampleTable([.. fields.Select(field => field.Name)], rows);
    }

    /// <summary>The objects' properties, or the entries of dictionaries.</summary>
    public static SampleTable FromObjects(IEnumerable<PSObject> objects, IReadOnlyList<SampleField> fields, string what)
    {
        List<IReadOnlyList<object?>> rows = [];
        foreach (PSObject item in objects)
        {
            object?[] row = new object?[fields.Count];
            for (int at = 0; at < row.Length; at++)
            {
                row[at] = ObjectValues.TryGet(item, fields[at].Name, out object? value)
                    ? fields[at].Read(value)
                    : throw new PaceException(
                        PaceErrorKind.DataInvalid,
                        $"Row {rows.Count + 1} of {what} has no property '{fields[at].Name}'{Hint(fields[at].Name, ObjectValues.Names(item))}",
                        "Give objects that have all properties that the policy lists.");
            }

            rows.Add(row);
        }

        return new SampleTable([.. fields.Select(field => field.Name)], rows);
    }

    /// <summary>A table with a policy's columns, in their order.</summary>
    public static SampleTable Arrange(SampleTable table, IReadOnlyList<SampleField> fields, string what)
    {
        int[] places = [.. fields.Select(field => PlaceOf(table.Columns, field.Name, what))];
        return new SampleTable(
            [.. fields.Select(field => field.Name)],
            [.. table.Rows.Select(row => (IReadOnlyList<object?>)[.. places.Select((place, at) => fields[at].Read(row[place]))])]);
    }

    /// <summary>The files that a path names; one at least.</summary>
    private static IReadOnlyList<string> Files(SessionState state, string path)
    {
        IReadOnlyList<string> files = FilePaths.Existing(state, path, literal: false);
        return files.Count > 0 ? files : throw new CmdletException(PaceErrors.FileNotFound, $"No file is called '{path}'.", target: path);
    }

    private static int PlaceOf(IReadOnlyList<string> columns, string name, string what)
    {
        int loose = -1;
        for (int at = 0; at < columns.Count; at++)
        {
            if (columns[at] == name)
            {
                return at;
            }

            loose = loose < 0 && columns[at].Equals(name, StringComparison.OrdinalIgnoreCase) ? at : loose;
        }

        return loose >= 0
            ? loose
            : throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"There is no column '{name}' in {what}{Hint(name, columns)}",
                "Give all columns that the policy lists.");
    }

    private static string Hint(string name, IEnumerable<string> names) => NearestName.Hint(name, names) is { } near ? "; " + near : ".";
}

/// <summary>A column of a table in hand.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type that values are read as.</param>
internal sealed record SampleField(string Name, SqlType Type)
{
    /// <summary>The fields of a policy's source.</summary>
    public static IReadOnlyList<SampleField> Of(DataPolicy policy) =>
        [.. (policy.Source?.Fields ?? []).Select(field => new SampleField(field.NameParts[^1], PolicyContent.TypeOf(field)))];

    /// <summary>A value without PowerShell's wrapping; an empty text that stands for no value is NULL.</summary>
    public object? Read(object? value)
    {
        object? plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return plain switch
        {
            DBNull => null,
            string { Length: 0 } when HasNoEmptyText => null,
            object[] several => Array.ConvertAll(several, Read),
            _ => plain,
        };
    }

    /// <summary>Whether an empty text is no value of the type.</summary>
    public bool HasNoEmptyText => !Type.IsText && Type.Kind is not (SqlTypeKind.Other or SqlTypeKind.Array);
}
