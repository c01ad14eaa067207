namespace Pace.Engine.Policies.Language;

/// <content>The kinds of keys.</content>
internal sealed partial class MessageShape<T>
{
    /// <summary>A text that is empty when not set.</summary>
    public MessageShape<T> Text(string name, Func<T, string> get, Func<T, string, T> set, string? nullHint = null) =>
        Value(name, TextShape.Instance, message => get(message) is { Length: > 0 } text ? TextShape.Instance.Write(text) : null, set, null, nullHint);

    /// <summary>A text that can be set to the empty text, which is not the same as not set.</summary>
    public MessageShape<T> OptionalText(string name, Func<T, string?> get, Func<T, string, T> set, string? choice = null, string? nullHint = null) =>
        Value(name, TextShape.Instance, message => get(message) is { } text ? TextShape.Instance.Write(text) : null, set, choice, nullHint);

    /// <summary>A boolean that is false when not set.</summary>
    public MessageShape<T> Boolean(string name, Func<T, bool> get, Func<T, bool, T> set) =>
        Value(name, BooleanShape.Instance, message => get(message) ? BooleanShape.Instance.Write(true) : null, set, null, null);

    /// <summary>A value that is its type's default when not set.</summary>
    public MessageShape<T> Implicit<TValue>(string name, Shape<TValue> shape, Func<T, TValue> get, Func<T, TValue, T> set, string? nullHint = null)
        where TValue : struct =>
        Value(
            name,
            shape,
            message => EqualityComparer<TValue>.Default.Equals(get(message), default) ? null : shape.Write(get(message)),
            set,
            null,
            nullHint);

    /// <summary>A value that can be not set.</summary>
    public MessageShape<T> Optional<TValue>(string name, Shape<TValue> shape, Func<T, TValue?> get, Func<T, TValue, T> set, string? nullHint = null)
        where TValue : struct =>
        Value(name, shape, message => get(message) is { } value ? shape.Write(value) : null, set, null, nullHint);

    /// <summary>A message within the message.</summary>
    public MessageShape<T> Message<TValue>(
        string name, Shape<TValue> shape, Func<T, TValue?> get, Func<T, TValue, T> set, string? choice = null, string? nullHint = null)
        where TValue : class =>
        Value(name, shape, message => get(message) is { } value ? shape.Write(value) : null, set, choice, nullHint);

    /// <summary>A list, which is empty when not set.</summary>
    public MessageShape<T> List<TItem>(string name, Shape<TItem> item, Func<T, ValueList<TItem>> get, Func<T, ValueList<TItem>, T> set)
    {
        ListShape<TItem> shape = new(item);
        return Value(name, shape, message => get(message) is { Count: > 0 } items ? shape.Write(items) : null, set, null, null);
    }

    private MessageShape<T> Value<TValue>(
        string name, Shape<TValue> shape, Func<T, DocumentNode?> write, Func<T, TValue, T> set, string? choice, string? nullHint)
    {
        return Add(new Member<T>(name, choice, nullHint, shape is TextShape, Read, write));

        T Read(T message, DocumentNode node, string path, PolicyReading reading)
        {
            if (shape.TryRead(node, path, reading, out TValue value))
            {
                return set(message, value);
            }

            if (choice is not null)
            {
                reading.MarkRefused(PolicyOrigin.Parent(path));
            }

            return message;
        }
    }
}
