using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Reading;

/// <summary>
/// Counts what is read of one document, and ends the reading of one that is deeper or larger than any policy, before
/// the stack ends or time is lost.
/// </summary>
internal struct DocumentLimits
{
    /// <summary>How many levels of mappings and lists are read; a policy has less than 20.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many keys and values are read; a policy with a thousand columns has some ten thousand.</summary>
    public const int MaxNodes = 500_000;

    private int _nodes;

    /// <summary>Counts a key or value at a depth.</summary>
    /// <exception cref="DocumentLimitException">It is one too many, or too deep.</exception>
    public void Count(int depth, TextPosition position)
    {
        if (depth > MaxDepth)
        {
            throw new DocumentLimitException(
                "the document is nested deeper than 64 levels", "a policy has less than 20; something is written inside itself", position);
        }

        if (++_nodes > MaxNodes)
        {
            throw new DocumentLimitException("the document has more than 500000 keys and values", "a policy describes one table", position);
        }
    }
}

/// <summary>Says which limit a document exceeds, and where.</summary>
internal sealed class DocumentLimitException(string message, string remedy, TextPosition position) : Exception(message)
{
    public string Remedy { get; } = remedy;

    public TextPosition Position { get; } = position;
}
