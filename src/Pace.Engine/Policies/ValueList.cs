using System.Collections;
using System.Runtime.CompilerServices;

namespace Pace.Engine.Policies;

/// <summary>
/// An immutable list that is equal to another when its items are, in order, so that records
/// that hold lists compare by what they say.
/// </summary>
/// <typeparam name="T">The items' type.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    internal static ValueList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>A list with one item more at its end.</summary>
    public ValueList<T> Add(T item) => new([.. _items, item]);

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>The items, separated by commas, as a table cell shows them.</summary>
    public override string ToString() => string.Join(", ", _items);
}

/// <summary>Makes <see cref="ValueList{T}"/>s.</summary>
public static class ValueList
{
    /// <summary>A list of the items given, copied.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new(items.ToArray());

    /// <summary>A list of the items of a sequence.</summary>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items)
    {
        T[] copy = items.ToArray();
        return copy.Length == 0 ? ValueList<T>.Empty : new(copy);
    }
}
