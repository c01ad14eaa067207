namespace Pace.PowerShell.Commands;

/// <summary>How an invocation ended, as noted where it was seen first.</summary>
internal enum Ending
{
    /// <summary>Nothing was seen: a neighbour in the pipeline ended it while this cmdlet had no turn.</summary>
    None,

    /// <summary>EndProcessing came to its end.</summary>
    Completed,

    /// <summary>A neighbour wanted no more, failed, or left.</summary>
    EndedByNeighbour,

    /// <summary>This cmdlet's own error ended it.</summary>
    Failed,

    /// <summary>Its user stopped it.</summary>
    Stopped,
}
