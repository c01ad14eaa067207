using Pace.Engine.Evaluation.Values;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>The partitions of one aggregate. NULL is a partition of its own; numbers that are equal are in one.</summary>
internal sealed class Partitions(AggregateColumn column)
{
    private readonly Dictionary<Key, Aggregate> _aggregates = [];
    private readonly Dictionary<Key, object?> _results = [];

    public AggregateColumn Column => column;

    /// <summary>Takes a row that is there.</summary>
    public void Add(object?[] row)
    {
        Key key = KeyOf(row);
        if (!_aggregates.TryGetValue(key, out Aggregate? aggregate))
        {
            aggregate = column.New();
            _aggregates.Add(key, aggregate);
        }

        aggregate.Add(row[column.Field]);
    }

    /// <summary>Works the results out, when all rows were there.</summary>
    public void Finish()
    {
        foreach ((Key key, Aggregate aggregate) in _aggregates)
        {
            // A platform computes the aggregate of a small partition too, and only then looks at its size.
            object? result = aggregate.Result;
            _results.Add(key, result is not null && aggregate.Count >= column.LeastCount ? column.Convert(result) : null);
        }
    }

    /// <summary>The result for a row that was taken.</summary>
    public object? Result(object?[] row) => _results[KeyOf(row)];

    private Key KeyOf(object?[] row) => column.PartitionBy.Count switch
    {
        0 => default,
        1 => new Key(row[column.PartitionBy[0]], null),
        _ => new Key(row[column.PartitionBy[0]], [.. column.PartitionBy.Skip(1).Select(field => row[field])]),
    };

    // Canonical values of one type are equal as .NET compares them, numerics by value among them.
    private readonly record struct Key(object? First, object?[]? Rest)
    {
        public bool Equals(Key other) => Equals(First, other.First) && (Rest ?? []).AsSpan().SequenceEqual(other.Rest ?? []);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(First);
            foreach (object? item in Rest ?? [])
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }
}
