using Pace.Engine.Diagnostics;

namespace Pace.Engine.Comparison;

/// <summary>What kind of difference it is.</summary>
public enum DifferenceKind
{
    /// <summary>Between two documents: only the second has it.</summary>
    Added,

    /// <summary>Between two documents: only the first has it.</summary>
    Removed,

    /// <summary>Between two documents: the two say different things of it.</summary>
    Changed,

    /// <summary>The table that the policy is about is not there.</summary>
    SourceMissing,

    /// <summary>The table has a column that it did not have when the policy was applied, and that no view shows.</summary>
    ColumnAdded,

    /// <summary>The table no longer has a column that the policy lists.</summary>
    ColumnDropped,

    /// <summary>The table has a column that the policy lists under another name.</summary>
    ColumnRenamed,

    /// <summary>A column of the table has another type than the policy says.</summary>
    ColumnRetyped,

    /// <summary>A view of the policy is not there.</summary>
    ViewDropped,

    /// <summary>Something that is no view has the name of a view of the policy.</summary>
    ViewReplaced,

    /// <summary>A view shows something else than the policy says.</summary>
    ViewChanged,

    /// <summary>A view has the policy's mark, and the policy has no such target.</summary>
    ViewLeft,

    /// <summary>The platform no longer accepts what the view should say: something that it reads or calls is gone.</summary>
    ViewRefused,

    /// <summary>A view does not have the policy's mark.</summary>
    MarkRemoved,

    /// <summary>A view has the mark of another version.</summary>
    VersionDiffers,

    /// <summary>An option of a view, such as its security barrier, is not as it should be.</summary>
    OptionsChanged,

    /// <summary>A view belongs to another role than the one that it was made for.</summary>
    OwnerChanged,

    /// <summary>Somebody may select from a view whom the policy does not name.</summary>
    GrantGiven,

    /// <summary>A group of the policy may no longer select from its view.</summary>
    GrantRevoked,

    /// <summary>Somebody but the owner may do more with a view than select, or pass the right to select on.</summary>
    RightGiven,

    /// <summary>A group of the policy may not use the view's schema, and so cannot reach the view.</summary>
    UsageRevoked,

    /// <summary>A group of the policy is not on the platform.</summary>
    PrincipalDropped,
}

/// <summary>
/// One thing in which two policies differ, or in which a platform differs from what a policy says of it.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="What">The thing, in a few words, such as <c>column 'email'</c>.</param>
/// <param name="Where">The view or table that it is about; of documents the path in the policy.</param>
/// <param name="Expected">How it should be, of documents how the first has it; null: not at all.</param>
/// <param name="Actual">How it is, of documents how the second has it; null: not at all.</param>
public sealed record PolicyDifference(DifferenceKind Kind, string What, string Where, string? Expected, string? Actual)
{
    /// <summary>The policy's id.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The platform's id; empty where two documents were compared.</summary>
    public string ProcessingPlatform { get; init; } = "";

    /// <summary>
    /// An error stops publishing, which would go over it; a warning is worth knowing, and publishing leaves it as it is.
    /// </summary>
    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Error;

    /// <summary>The statements that mend it, each with its semicolon; empty where SQL alone cannot.</summary>
    public string Sql { get; init; } = "";

    /// <summary>What to do, as a sentence.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>One line: the kind, where, and what; both sides where they are short.</summary>
    public override string ToString()
    {
        string sides = Short(Expected) && Short(Actual) ? $" (expected {Expected ?? "nothing"}, found {Actual ?? "nothing"})" : "";
        return $"{Kind} {Where}: {What}{sides}";
    }

    private static bool Short(string? text) => text is null || (text.Length <= 60 && !text.Contains('\n', StringComparison.Ordinal));
}
