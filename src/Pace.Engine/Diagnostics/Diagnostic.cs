namespace Pace.Engine.Diagnostics;

/// <summary>How bad a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; the policy is used.</summary>
    Warning,

    /// <summary>The policy is refused.</summary>
    Error,
}

/// <summary>One row of the table of codes.</summary>
/// <param name="Id">The code, such as <c>PACE0107</c>. Never used again for another condition.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Remedy">What to do, as a sentence; a diagnostic's own hint is more exact.</param>
public sealed record DiagnosticCode(string Id, DiagnosticSeverity Severity, string Title, string Remedy)
{
    /// <summary>The code.</summary>
    public override string ToString() => Id;
}

/// <summary>A problem in a policy: what, where, and what to do.</summary>
/// <param name="Code">The row of the table of codes.</param>
/// <param name="Message">What is wrong with this very policy, naming the thing.</param>
/// <param name="Path">The part of the policy, such as <c>rule_sets[0].filters[1]</c>; empty for the whole.</param>
public sealed record Diagnostic(DiagnosticCode Code, string Message, string Path)
{
    /// <summary>The file, when the policy came from one.</summary>
    public string? File { get; init; }

    /// <summary>The position, when the policy was read from a text.</summary>
    public TextPosition? Position { get; init; }

    /// <summary>What to do about it, such as the nearest known name; null when the code's remedy says all.</summary>
    public string? Hint { get; init; }

    /// <summary>The line that the position is in, when known, for showing it with a caret.</summary>
    public string? SourceLine { get; init; }

    /// <summary>How bad it is.</summary>
    public DiagnosticSeverity Severity => Code.Severity;

    /// <summary>The code's id, such as <c>PACE0107</c>.</summary>
    public string Id => Code.Id;

    /// <summary>One line as compilers write it: <c>file(line,column): error PACE0107: message; hint</c>.</summary>
    public override string ToString()
    {
        string where = (File, Position) switch
        {
            (null, null) => Path.Length > 0 ? Path + ": " : "",
            (null, { } position) => $"({position}): ",
            ({ } file, null) => file + ": ",
            ({ } file, { } position) => $"{file}({position}): ",
        };
        string hint = Hint is null ? "" : "; " + Hint;
        return $"{where}{(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code.Id}: {Message}{hint}";
    }
}
