using System.Collections.Frozen;

namespace Pace.Telemetry.Contract;

/// <summary>The command names of the contract between those who count and those who publish.</summary>
/// <remarks>
/// The list is one file, <c>commands.txt</c>, for the module, the relay and the tests. Counting needs only a name's
/// shape, so that a newer module's cmdlets are counted by an older library too; publishing needs the list.
/// </remarks>
public static class CommandNames
{
    private const int LongestName = 64;
    private const string Infix = "-Pace";
    private static readonly Lazy<FrozenSet<string>> List = new(Load);

    /// <summary>Every name that may become a metric: cmdlets and the CLI's commands.</summary>
    public static IReadOnlySet<string> All => List.Value;

    /// <summary>The cmdlets on the list.</summary>
    public static IEnumerable<string> Cmdlets => All.Where(IsCmdlet);

    /// <summary>Whether a name has the shape of one of Pace's cmdlets: <c>Verb-PaceNoun</c>, or <c>Verb-Pace</c>.</summary>
    /// <remarks>At most 64 ASCII letters and digits, so that nothing but a command can ever be counted.</remarks>
    /// <param name="name">The name.</param>
    public static bool IsCmdlet(string? name)
    {
        if (name is not { Length: > 0 and <= LongestName } || !char.IsAsciiLetterUpper(name[0])) return false;
        int infix = name.IndexOf('-', StringComparison.Ordinal);
        if (infix < 1 || !name.AsSpan(infix).StartsWith(Infix)) return false;
        ReadOnlySpan<char> noun = name.AsSpan(infix + Infix.Length);
        if (!noun.IsEmpty && !char.IsAsciiLetterUpper(noun[0])) return false;
        return AreLettersOrDigits(name.AsSpan(0, infix)) && AreLettersOrDigits(noun);
    }

    private static bool AreLettersOrDigits(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        }

        return true;
    }

    private static FrozenSet<string> Load()
    {
        using Stream stream = typeof(CommandNames).Assembly
            .GetManifestResourceStream("Pace.Telemetry.Contract.commands.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
