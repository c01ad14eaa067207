namespace Pace.Engine.Diagnostics;

/// <summary>What went wrong, as a kind that callers can act on.</summary>
public enum PaceErrorKind
{
    /// <summary>The policy has errors; <see cref="PaceException.Diagnostics"/> lists them.</summary>
    PolicyInvalid,

    /// <summary>No policy with that id is stored.</summary>
    PolicyNotFound,

    /// <summary>Another version is there than the one that was required.</summary>
    VersionConflict,

    /// <summary>The configuration names no such platform, or no platform was given where several are there.</summary>
    PlatformNotFound,

    /// <summary>The platform's entry in the configuration is wrong.</summary>
    PlatformMisconfigured,

    /// <summary>The platform does not answer.</summary>
    PlatformUnreachable,

    /// <summary>The platform refused what was asked: a right is missing, a statement failed.</summary>
    PlatformRefused,

    /// <summary>A policy or a request is for another type of platform.</summary>
    PlatformMismatch,

    /// <summary>No such database, schema, table or view.</summary>
    ResourceNotFound,

    /// <summary>The target's name belongs to something that Pace did not make.</summary>
    TargetNotPace,

    /// <summary>Other objects depend on a view that must be dropped.</summary>
    TargetHasDependants,

    /// <summary>The platform was changed outside Pace since the policy was applied; publishing would go over that.</summary>
    PlatformDrift,

    /// <summary>A principal that the policy does not name.</summary>
    PrincipalNotFound,

    /// <summary>Rows in hand are not what a policy or a table says they are.</summary>
    DataInvalid,

    /// <summary>A store's file cannot be read or written.</summary>
    StoreUnusable,

    /// <summary>Something that this platform or this build does not do.</summary>
    NotSupported,
}

/// <summary>An error with its kind, what it is about, and what to do.</summary>
public sealed class PaceException : Exception
{
    /// <summary>An error.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="message">What is wrong, naming the thing; never a secret.</param>
    /// <param name="remedy">What to do next, as a sentence.</param>
    /// <param name="target">The thing: a policy's id, a platform's id, a table, a file.</param>
    /// <param name="inner">What the platform or the system said.</param>
    public PaceException(PaceErrorKind kind, string message, string? remedy = null, string? target = null, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Remedy = remedy;
        Target = target;
    }

    /// <summary>The kind.</summary>
    public PaceErrorKind Kind { get; }

    /// <summary>What to do next.</summary>
    public string? Remedy { get; }

    /// <summary>What it is about.</summary>
    public string? Target { get; }

    /// <summary>The problems of the policy, where the kind is <see cref="PaceErrorKind.PolicyInvalid"/>.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The error that refuses a policy, with each of its errors on a line.</summary>
    public static PaceException Invalid(string policy, IReadOnlyList<Diagnostic> diagnostics)
    {
        List<Diagnostic> errors = [.. diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error)];
        string count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        string lines = string.Join(Environment.NewLine, errors.Select(item => "  " + item));
        return new PaceException(
            PaceErrorKind.PolicyInvalid,
            $"Policy '{policy}' has {count}:{Environment.NewLine}{lines}",
            errors.Count == 1 ? errors[0].Code.Remedy : "Correct them; Test-PaceDataPolicy shows them as objects.",
            policy)
        {
            Diagnostics = diagnostics,
        };
    }
}
