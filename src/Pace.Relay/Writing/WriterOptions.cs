namespace Pace.Relay.Writing;

/// <summary>What can be set of the writer.</summary>
/// <param name="Capacity">How many documents wait at most.</param>
/// <param name="JournalBytes">After how many bytes of records their rows go into the table.</param>
internal sealed record WriterOptions(int Capacity = 4096, long JournalBytes = 32 << 20)
{
    /// <summary>After what time they do, however few they are.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(5);
}
