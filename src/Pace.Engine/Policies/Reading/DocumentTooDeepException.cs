using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Reading;

/// <summary>Ends the reading of a document that is nested deeper than any policy, before the stack ends.</summary>
internal sealed class DocumentTooDeepException(TextPosition position) : Exception(Problem)
{
    /// <summary>How many levels of mappings and lists are read; a policy has less than 20.</summary>
    public const int MaxDepth = 64;

    public const string Problem = "the document is nested deeper than 64 levels";

    public const string Remedy = "a policy has less than 20; something is written inside itself";

    public TextPosition Position { get; } = position;
}
