namespace Pace.PowerShell.Errors;

/// <summary>An error of the cmdlets themselves, with its row of the table of errors.</summary>
internal sealed class CmdletException : Exception
{
    /// <summary>An error.</summary>
    /// <param name="error">The row.</param>
    /// <param name="message">What is wrong, naming the thing; never a secret.</param>
    /// <param name="remedy">What to do next, where it is more exact than the row's.</param>
    /// <param name="target">The thing.</param>
    /// <param name="inner">What the system said.</param>
    public CmdletException(PaceError error, string message, string? remedy = null, object? target = null, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Remedy = remedy;
        Target = target;
    }

    public PaceError Error { get; }

    public string? Remedy { get; }

    public object? Target { get; }
}
