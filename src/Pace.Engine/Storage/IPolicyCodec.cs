using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>Turns policies into the text that a store keeps, and back.</summary>
internal interface IPolicyCodec
{
    /// <summary>The text.</summary>
    string Encode(DataPolicy policy);

    /// <summary>The policy, or null when the text is none; the errors in <paramref name="problems"/> then say why.</summary>
    DataPolicy? Decode(string text, out IReadOnlyList<Diagnostic> problems);
}
