namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>Writes regular expressions and replacements as a policy has them.</summary>
public static class RegexpText
{
    public static string Write(Regexp regexp) => (regexp.IgnoreCase ? "(?i)" : "") + Write(regexp.Root);

    public static string Write(IReadOnlyList<(string Text, int? Group)> replacement) => string.Concat(replacement.Select(part =>
        part.Group is { } group ? $"${(char)('0' + group)}" : part.Text.Replace("$", "$$", StringComparison.Ordinal)));

    private static string Write(Pattern pattern) => pattern switch
    {
        OneOf one => one.Text,
        Place place => place.Text,
        Sequence sequence => string.Concat(sequence.Items.Select(item => item is Alternatives ? $"(?:{Write(item)})" : Write(item))),
        Alternatives alternatives => string.Join('|', alternatives.Branches.Select(Write)),
        Group group => $"({(group.Number == 0 ? "?:" : "")}{Write(group.Body)})",
        Repeat { Body: OneOf or Group } repeat => Write(repeat.Body) + repeat.Text,
        Repeat repeat => $"(?:{Write(repeat.Body)}){repeat.Text}",
        Look look => $"(?{(look.Behind ? "<" : "")}{(look.Negative ? '!' : '=')}{Write(look.Body)})",
        _ => throw new InvalidOperationException($"Nothing is known of {pattern.GetType().Name}."),
    };
}
