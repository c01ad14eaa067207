namespace Pace.Engine.GlobalTransforms;

/// <summary>
/// When two tags are one: whatever their case, and whether words are separated by spaces, hyphens or underscores. The same
/// holds in both directions, and no character stands for others.
/// </summary>
public static class TagName
{
    /// <summary>What equal tags have in common.</summary>
    public static string Key(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
    }
}
