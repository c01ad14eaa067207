namespace Pace.Engine.Platforms;

/// <summary>
/// What is sent to platforms, for who looks for the reason of something: statements and requests, never what logs in.
/// Belongs to the flow of one call, so that cmdlets that run at once do not tell each other's.
/// </summary>
public static class PlatformTrace
{
    // What is longer is rows, most likely.
    private const int Longest = 20_000;

    private static readonly AsyncLocal<Action<string>?> Current = new();

    /// <summary>Whether anybody listens in this flow.</summary>
    internal static bool IsOn => Current.Value is not null;

    /// <summary>Has what this flow sends from now on told. The listener may be called from any thread.</summary>
    /// <param name="listener">Is told; null: nobody is.</param>
    public static void Tell(Action<string>? listener) => Current.Value = listener;

    /// <summary>Tells one statement or request.</summary>
    /// <param name="platform">Where it goes.</param>
    /// <param name="text">What is sent, without any credential.</param>
    internal static void Say(string platform, string text)
    {
        if (Current.Value is { } listener)
        {
            string trimmed = text.Trim();
            listener($"{platform}: {(trimmed.Length > Longest ? string.Concat(trimmed.AsSpan(0, Longest), "…") : trimmed)}");
        }
    }
}
