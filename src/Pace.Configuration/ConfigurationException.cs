namespace Pace.Configuration;

/// <summary>A configuration that cannot be used: what is wrong, where it stands, and what to do about it.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Makes an error about a configuration.</summary>
    /// <param name="problem">What is wrong, as a sentence without its full stop. Never holds a secret's value.</param>
    /// <param name="advice">What to do about it, as a sentence without its full stop.</param>
    /// <param name="file">The file it stands in, or null where no file is involved.</param>
    /// <param name="line">Its line, counted from 1, or 0 where it has none.</param>
    /// <param name="column">Its column, counted from 1, or 0 where it has none.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    public ConfigurationException(
        string problem, string advice, string? file = null, int line = 0, int column = 0, Exception? cause = null)
        : base($"{Describe(problem, file, line, column)} {advice}.", cause)
    {
        Summary = Describe(problem, file, line, column);
        Problem = problem;
        Advice = advice;
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong, without the position.</summary>
    public string Problem { get; }

    /// <summary>The place and what is wrong, without what to do about it: for those who show that apart.</summary>
    public string Summary { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; }

    /// <summary>The file it stands in, or null where no file is involved.</summary>
    public string? File { get; }

    /// <summary>The line, counted from 1; 0 where there is none.</summary>
    public int Line { get; }

    /// <summary>The column, counted from 1; 0 where there is none.</summary>
    public int Column { get; }

    private static string Describe(string problem, string? file, int line, int column)
    {
        string where = file is null ? "" : line == 0 ? $"{file}: " : $"{file}({line},{column}): ";
        return $"{where}{problem}.";
    }
}
