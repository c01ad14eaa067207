using System.Text;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Patterns;

/// <summary>A piece of a replacement.</summary>
/// <param name="Text">Text that stands for itself; empty for a group.</param>
/// <param name="Group">The group whose match is put in, 0 for the whole match; null for text.</param>
public readonly record struct ReplacementPart(string Text, int? Group);

/// <summary>
/// What replaces a match: <c>$1</c> to <c>$9</c> stand for groups, <c>$0</c> for the match, <c>$$</c> for a dollar
/// sign; a dollar sign before anything else and every other character stand for themselves. A group that took no
/// part in a match gives nothing. A backslash before a digit is refused, since other tools write groups so.
/// </summary>
public sealed class ReplacementTemplate
{
    private ReplacementTemplate(string text, ValueList<ReplacementPart> parts)
    {
        Text = text;
        Parts = parts;
    }

    /// <summary>The text, as the policy writes it.</summary>
    public string Text { get; }

    /// <summary>The pieces, in order; neighbouring texts are one. None for an empty text.</summary>
    public ValueList<ReplacementPart> Parts { get; }

    /// <summary>Whether it refers to a group from 1.</summary>
    public bool RefersToGroups => Parts.Any(part => part.Group > 0);

    /// <summary>Reads a replacement. On failure says what is wrong with it, and where.</summary>
    /// <param name="text">The text of the policy.</param>
    /// <param name="groupCount">How many groups the pattern has.</param>
    /// <param name="result">The replacement, when the result is true.</param>
    /// <param name="problem">What is wrong, when the result is false.</param>
    public static bool TryParse(string text, int groupCount, out ReplacementTemplate result, out PatternProblem problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        (result, problem) = (null!, null!);
        List<ReplacementPart> parts = [];
        StringBuilder literal = new();
        for (int at = 0; at < text.Length; at++)
        {
            char next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (text[at] == '\0')
            {
                problem = new PatternProblem(at, 1, "\0", "a NUL character cannot be in a text", null);
                return false;
            }

            if (text[at] == '\\' && char.IsAsciiDigit(next))
            {
                problem = Problem(text, at, 2, $@"\{next} does not stand for a group here", $"write ${next}");
                return false;
            }

            if (text[at] != '$' || (next != '$' && !char.IsAsciiDigit(next)))
            {
                literal.Append(text[at]);
                continue;
            }

            at++;
            if (next == '$')
            {
                literal.Append('$');
                continue;
            }

            if (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            {
                problem = Problem(
                    text, at - 1, 3, $"groups go from $0 to $9, and engines differ on what ${next}{text[at + 1]} is",
                    "leave the digit out, or put something between the group and the digit");
                return false;
            }

            int group = next - '0';
            if (group > groupCount)
            {
                string count = groupCount switch { 0 => "no group", 1 => "1 group", _ => $"{groupCount} groups" };
                problem = Problem(text, at - 1, 2, $"${group} names a group that is not there: the pattern has {count}", "write $0 for the match, $$ for a dollar sign");
                return false;
            }

            Flush(parts, literal);
            parts.Add(new ReplacementPart("", group));
        }

        Flush(parts, literal);
        result = new ReplacementTemplate(text, parts.ToValueList());
        return true;
    }

    /// <summary>The text, as the policy writes it.</summary>
    public override string ToString() => Text;

    private static PatternProblem Problem(string text, int offset, int length, string message, string? hint) =>
        new(offset, length, text.Substring(offset, length), message, hint);

    private static void Flush(List<ReplacementPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new ReplacementPart(literal.ToString(), null));
            literal.Clear();
        }
    }
}
