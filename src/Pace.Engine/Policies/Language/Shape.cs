using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>How values of a type stand in a document: one description for reading and for writing.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal abstract class Shape<T>
{
    /// <summary>
    /// Reads a node. When it cannot be read, the problem is told and the value is an empty one, so that a list keeps
    /// its order and the rest of the document is still judged.
    /// </summary>
    public abstract bool TryRead(DocumentNode node, string path, PolicyReading reading, out T value);

    /// <summary>The node that reads back as the value.</summary>
    public abstract DocumentNode Write(T value);
}

/// <summary>A value on one line.</summary>
internal abstract class ScalarShape<T> : Shape<T>
{
    /// <summary>The value when it cannot be read.</summary>
    protected abstract T Empty { get; }

    /// <summary>What is expected, for a message: "a text".</summary>
    protected abstract string Expected { get; }

    public sealed override bool TryRead(DocumentNode node, string path, PolicyReading reading, out T value)
    {
        value = Empty;
        switch (node)
        {
            case ScalarNode scalar:
                if (TryRead(scalar, out value, out string problem, out string? hint))
                {
                    return true;
                }

                value = Empty;
                reading.Refuse(DiagnosticCodes.WrongValue, path, problem, hint);
                return false;
            case RefusedNode:
                reading.MarkRefused(path);
                return false;
            default:
                reading.Refuse(DiagnosticCodes.WrongShape, path, $"{node.Description} stands where {Expected} is expected");
                return false;
        }
    }

    public sealed override DocumentNode Write(T value) => WriteScalar(value);

    protected abstract bool TryRead(ScalarNode node, out T value, out string problem, out string? hint);

    protected abstract ScalarNode WriteScalar(T value);

    /// <summary>How a message names the scalar that is there: <c>'12' is a number</c>.</summary>
    protected static string Describe(ScalarNode node) => node switch
    {
        { Kind: ScalarKind.Null, Text.Length: 0 } => "nothing",
        { Kind: ScalarKind.Null } => Quote.Name(node.Text),
        _ => $"{node.Description} {Quote.Name(node.Text)}",
    };
}

/// <summary>A list of values.</summary>
internal sealed class ListShape<T>(Shape<T> item) : Shape<ValueList<T>>
{
    public override bool TryRead(DocumentNode node, string path, PolicyReading reading, out ValueList<T> value)
    {
        value = [];
        if (node is RefusedNode)
        {
            reading.MarkRefused(path);
            return false;
        }

        if (node is not SequenceNode sequence)
        {
            reading.Refuse(DiagnosticCodes.WrongShape, path, $"{node.Description} stands where a list is expected", "write each item after '- '");
            return false;
        }

        List<T> items = new(sequence.Items.Count);
        foreach (DocumentNode child in sequence.Items)
        {
            string at = $"{path}[{items.Count}]";
            reading.Place(at, child.Position);
            _ = item.TryRead(child, at, reading, out T read);
            items.Add(read);
        }

        value = items.ToValueList();
        return true;
    }

    public override DocumentNode Write(ValueList<T> value)
    {
        SequenceNode sequence = new(default);
        sequence.Items.AddRange(value.Select(item.Write));
        return sequence;
    }
}
