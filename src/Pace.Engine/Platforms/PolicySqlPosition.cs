using System.Text;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms;

/// <summary>Where a piece of the policy's own SQL that a platform complains about stands in the policy.</summary>
internal static class PolicySqlPosition
{
    /// <summary>
    /// The very place, where the policy's SQL stands on one line of the policy as it is; null where it does not.
    /// </summary>
    public static TextPosition? Exact(Diagnostic problem, string sql, int offset)
    {
        if (problem is not { Position: { } position, SourceLine: { } line } || position.Column > line.Length)
        {
            return null;
        }

        int from = line.IndexOf(sql, position.Column - 1, StringComparison.Ordinal);
        bool isOnlyOne = from >= 0 && line.IndexOf(sql, from + 1, StringComparison.Ordinal) < 0;
        return isOnlyOne ? new TextPosition(position.Line, from + offset + 1, WordLength(sql, offset)) : null;
    }

    private static int WordLength(string sql, int offset)
    {
        int end = offset;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] is '_' or '.'))
        {
            end++;
        }

        return Math.Max(1, end - offset);
    }

    /// <summary>Where a character stands. Servers count characters, .NET counts halves of surrogate pairs.</summary>
    public static int Utf16Offset(string text, int characters)
    {
        int offset = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            if (characters-- == 0)
            {
                break;
            }

            offset += character.Utf16SequenceLength;
        }

        return offset;
    }
}
