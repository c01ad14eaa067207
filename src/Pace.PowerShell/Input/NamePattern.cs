using System.Management.Automation;

namespace Pace.PowerShell.Input;

/// <summary>
/// A name that may be a pattern. What is called exactly so is meant too, as <c>sales[2024]</c>; what is no valid pattern
/// is a name.
/// </summary>
internal sealed class NamePattern
{
    private readonly WildcardPattern? _pattern;

    public NamePattern(string text)
    {
        Text = text;
        _pattern = WildcardPattern.ContainsWildcardCharacters(text) ? Parse(text) : null;
    }

    /// <summary>What was given.</summary>
    public string Text { get; }

    /// <summary>Whether it may stand for several names, or for none.</summary>
    public bool IsPattern => _pattern is not null;

    /// <summary>Whether it stands for a name.</summary>
    public bool IsMatch(string name) => name.Equals(Text, StringComparison.OrdinalIgnoreCase) || (_pattern?.IsMatch(name) ?? false);

    private static WildcardPattern? Parse(string text)
    {
        try
        {
            WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            // Whether it is valid is found at the first comparison.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
