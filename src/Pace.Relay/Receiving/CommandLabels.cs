using System.Text;

namespace Pace.Relay.Receiving;

/// <summary>What is published of a command. An empty text means that the label is left out.</summary>
/// <param name="Client"><c>cli</c>, <c>powershell</c> or <c>other</c>.</param>
/// <param name="Command">The name, its spaces replaced by <c>_</c>; <c>other</c> where it is on no list.</param>
/// <param name="Verb">The verb in lower case.</param>
/// <param name="Noun">The noun in lower case with hyphens, without the module's prefix.</param>
internal sealed record CommandLabels(string Client, string Command, string Verb, string Noun)
{
    public const string Cli = "cli";
    public const string PowerShell = "powershell";
    public const string OtherText = "other";

    public static CommandLabels OtherCli { get; } = new(Cli, OtherText, "", "");

    public static CommandLabels OtherPowerShell { get; } = new(PowerShell, OtherText, "", "");

    public static CommandLabels Other { get; } = new(OtherText, OtherText, "", "");

    /// <summary>The labels of a name on the allow-list.</summary>
    public static CommandLabels Of(string name)
    {
        string[] words = name.Split(' ');
        if (words[0] == "pace")
        {
            return new(Cli, name.Replace(' ', '_'), words.Length > 1 ? words[1] : "", string.Join('-', words.Skip(2)));
        }

        int hyphen = name.IndexOf('-', StringComparison.Ordinal);
        string noun = name[(hyphen + 1)..];
        return new(PowerShell, name, name[..hyphen].ToLowerInvariant(), Kebab(noun.StartsWith("Pace", StringComparison.Ordinal) ? noun[4..] : noun));
    }

    private static string Kebab(string noun)
    {
        var text = new StringBuilder();
        for (int i = 0; i < noun.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(noun[i]) && !char.IsAsciiLetterUpper(noun[i - 1])) text.Append('-');
            text.Append(char.ToLowerInvariant(noun[i]));
        }

        return text.ToString();
    }
}
