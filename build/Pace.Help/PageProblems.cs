namespace Pace.Help;

/// <summary>What is wrong in the pages: all of it, each with file and line, in the form that a build shows as an error.</summary>
internal sealed class PageProblems
{
    private readonly List<(string File, int Line, string Message)> _found = [];

    public bool Any => _found.Count > 0;

    /// <param name="file">The page.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="message">What is wrong and what is wanted.</param>
    public void Add(string file, int line, string message) => _found.Add((file, line, message));

    public void WriteTo(TextWriter writer)
    {
        foreach ((string file, int line, string message) in _found.OrderBy(item => item.File, StringComparer.Ordinal).ThenBy(item => item.Line))
        {
            writer.WriteLine($"{file}({line}): error PACEHELP: {message}");
        }
    }
}
