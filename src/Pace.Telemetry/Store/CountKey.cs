namespace Pace.Telemetry.Store;

/// <summary>What is counted: a command and how it ended. Ordered as it is written.</summary>
internal readonly record struct CountKey(string Command, int ExitCode) : IComparable<CountKey>
{
    public int CompareTo(CountKey other)
    {
        int byCommand = string.CompareOrdinal(Command, other.Command);
        return byCommand != 0 ? byCommand : ExitCode.CompareTo(other.ExitCode);
    }
}
