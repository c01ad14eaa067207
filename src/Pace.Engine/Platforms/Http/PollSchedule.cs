namespace Pace.Engine.Platforms.Http;

/// <summary>When to ask again whether a statement is done: soon at first, because most are short, and never often for long.</summary>
internal static class PollSchedule
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait before asking.</summary>
    /// <param name="asked">How often it was asked before.</param>
    public static TimeSpan Delay(int asked)
    {
        TimeSpan wait = First * Math.Pow(1.6, Math.Min(asked, 20));
        return wait < Longest ? wait : Longest;
    }
}
