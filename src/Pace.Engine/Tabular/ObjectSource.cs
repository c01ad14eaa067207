using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>
/// Objects as a table: their properties are the columns, and a property that an object does not have is NULL. Their
/// .NET types are the columns' types; where every value of every object is text, as Import-Csv gives them, the texts
/// tell the types as those of a file do.
/// </summary>
public sealed class ObjectSource : TableSource
{
    private readonly RowSpool _spool = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _columns = [];
    private readonly List<ColumnInference> _typed = [];
    private readonly List<ColumnInference> _texts = [];
    private bool _isText = true;
    private long _read;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _columns;

    /// <summary>How many objects there are.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override double Progress => Count == 0 ? 1 : (double)_read / Count;

    internal override string Unit => "object";

    /// <summary>Adds an object.</summary>
    /// <param name="properties">Its properties' names and values.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a value is of a type that no column holds, or is not to be had; names
    /// the object's number and the property.
    /// </exception>
    public void Add(IEnumerable<KeyValuePair<string, object?>> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Count++;
        object?[] values = new object?[_columns.Count];
        HashSet<int> given = [];
        foreach ((string name, object? value) in properties)
        {
            int column = IndexOf(name);
            if (!given.Add(column))
            {
                throw Wrong($"two properties are called {Quote.Name(name)}, upper and lower case aside", "Give each a name of its own with Select-Object.");
            }

            if (!ObjectValue.TryRead(value, out object? read, out string problem))
            {
                throw Wrong(
                    $"property {Quote.Name(name)} {problem}",
                    "Choose the properties that are to be columns, or make text or numbers of them, with Select-Object.");
            }

            if (column >= values.Length)
            {
                Array.Resize(ref values, column + 1);
            }

            values[column] = read;
        }

        Look(values);
        _spool.Add(values);
    }

    internal override IEnumerable<SourceRow> Rows()
    {
        _read = 0;
        foreach (object?[] row in _spool.Rows())
        {
            object?[] values = row;
            Array.Resize(ref values, _columns.Count);
            yield return new SourceRow(++_read, values);
        }
    }

    internal override string Place(long number) => string.Create(CultureInfo.InvariantCulture, $"Object {number}");

    private protected override (IReadOnlyList<ColumnInference> Columns, long Rows) Look(CancellationToken cancellation) =>
        (_isText ? _texts : _typed, Count);

    private protected override SqlType TypeOf(string column, ColumnInference found)
    {
        if (found.CommonType() is { } type)
        {
            return type;
        }

        return _isText || found.Shapes is Shape.None or Shape.Text ? SqlType.Of(SqlTypeKind.Text) : throw new PaceException(
            PaceErrorKind.DataInvalid,
            $"The values of column {Quote.Name(column)} have no type in common: {found.Note(Unit)}.",
            $"Make them alike with Select-Object, or say -Schema @{{ '{column}' = 'text' }}.",
            column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _spool.Dispose();

    private int IndexOf(string name)
    {
        if (_indexes.TryGetValue(name, out int index))
        {
            return index;
        }

        if (name.Length == 0 || name.Any(char.IsControl))
        {
            throw Wrong($"the property {Quote.Name(name)} cannot name a column", "Give it another name with Select-Object.");
        }

        index = _columns.Count;
        _indexes.Add(name, index);
        _columns.Add(name);
        _typed.Add(new ColumnInference { Nulls = Count - 1 });
        _texts.Add(new ColumnInference { Nulls = Count - 1 });
        return index;
    }

    private void Look(object?[] values)
    {
        _isText = _isText && Array.TrueForAll(values, value => value is null or string);
        for (int i = 0; i < _columns.Count; i++)
        {
            object? value = i < values.Length ? values[i] : null;
            _typed[i].AddTyped(value, Count);
            if (_isText)
            {
                _texts[i].Add((string?)value, Count);
            }
        }
    }

    private PaceException Wrong(string problem, string remedy) => new(
        PaceErrorKind.DataInvalid, string.Create(CultureInfo.InvariantCulture, $"Object {Count}: {problem}. Nothing was imported."), remedy);
}
