namespace Pace.Telemetry.Store;

/// <summary>The steps of a fold, between any two of which its process may be killed.</summary>
internal enum FoldStep
{
    /// <summary>The lock is taken.</summary>
    Locked,

    /// <summary>A broken file is out of the way.</summary>
    SetAside,

    /// <summary>Everything is read, nothing is written.</summary>
    Planned,

    /// <summary>The totals and marks are in the ledger: the counts are folded.</summary>
    LedgerReplaced,

    /// <summary>The journals of the living say so too.</summary>
    FoldedNoted,

    /// <summary>The new file lies beside the old one.</summary>
    FileWritten,

    /// <summary>The new file is in its place.</summary>
    FileReplaced,

    /// <summary>A new id is no longer marked as one that no file has.</summary>
    LedgerSettled,

    /// <summary>The journal of a process that is gone is deleted.</summary>
    JournalDeleted,
}

/// <summary>Where tests end a process in the middle of a fold.</summary>
internal static class FoldSteps
{
    /// <summary>Called at each step of this thread's folds; null but in tests.</summary>
    [ThreadStatic]
    public static Action<FoldStep>? Reached;

    /// <summary>Says that a step is done.</summary>
    public static void Reach(FoldStep step) => Reached?.Invoke(step);
}
