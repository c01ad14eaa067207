using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Patterns;

/// <summary>The characters that a part of a pattern matches under collation C, where classes do not go beyond ASCII.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10ffff;

    private readonly List<(int First, int Last)> _ranges = [];

    private CodePointSet(IEnumerable<(int First, int Last)> ranges, bool negated)
    {
        // Sorted, apart, and none of them empty.
        foreach ((int first, int last) in ranges.OrderBy(range => range.First))
        {
            if (_ranges.Count > 0 && first <= _ranges[^1].Last + 1)
            {
                _ranges[^1] = (_ranges[^1].First, Math.Max(_ranges[^1].Last, last));
            }
            else
            {
                _ranges.Add((first, last));
            }
        }

        if (negated)
        {
            List<(int, int)> gaps = [];
            int next = 0;
            foreach ((int first, int last) in _ranges)
            {
                if (first > next)
                {
                    gaps.Add((next, first - 1));
                }

                next = last + 1;
            }

            if (next <= Last)
            {
                gaps.Add((next, Last));
            }

            _ranges = gaps;
        }
    }

    /// <summary>Letters, digits and the underscore.</summary>
    public static CodePointSet Word { get; } = new(RangesOf(CharacterClass.Word, ignoreCase: false), negated: false);

    /// <summary>The set of a character, a set or any character; null for other parts.</summary>
    public static CodePointSet? Of(PatternNode node, bool ignoreCase) => node switch
    {
        AnyCharacterNode => new CodePointSet([(0, Last)], negated: false),
        CharacterNode character => new CodePointSet(Both(character.Character.Value, character.Character.Value, ignoreCase), negated: false),
        CharacterSetNode set => new CodePointSet(
            set.Ranges.SelectMany(range => Both(range.First.Value, range.Last.Value, ignoreCase))
                .Concat(set.Classes.SelectMany(name => RangesOf(name, ignoreCase))),
            set.Negated),
        _ => null,
    };

    public bool Contains(int codePoint)
    {
        foreach ((int first, int last) in _ranges)
        {
            if (codePoint <= last)
            {
                return codePoint >= first;
            }
        }

        return false;
    }

    /// <summary>The set as a .NET expression reads it, for texts without surrogates.</summary>
    public string ToDotNet()
    {
        StringBuilder text = new("[");
        foreach ((int first, int last) in _ranges.Where(range => range.First <= char.MaxValue))
        {
            text.Append(CultureInfo.InvariantCulture, $@"\u{first:x4}-\u{Math.Min(last, char.MaxValue):x4}");
        }

        // A set of nothing is no set in .NET; this matches nothing either.
        return text.Length == 1 ? "(?!)" : text.Append(']').ToString();
    }

    private static IEnumerable<(int, int)> Both(int first, int last, bool ignoreCase)
    {
        yield return (first, last);
        if (!ignoreCase)
        {
            yield break;
        }

        (int low, int high) = (Math.Max(first, 'A'), Math.Min(last, 'Z'));
        if (low <= high)
        {
            yield return (low + 32, high + 32);
        }

        (low, high) = (Math.Max(first, 'a'), Math.Min(last, 'z'));
        if (low <= high)
        {
            yield return (low - 32, high - 32);
        }
    }

    private static (int, int)[] RangesOf(CharacterClass name, bool ignoreCase) => name switch
    {
        CharacterClass.Word => [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        CharacterClass.Digit => [('0', '9')],
        CharacterClass.Space => [('\t', '\r'), (' ', ' ')],
        CharacterClass.Alpha => [('A', 'Z'), ('a', 'z')],
        CharacterClass.Alnum => [('0', '9'), ('A', 'Z'), ('a', 'z')],
        CharacterClass.Upper or CharacterClass.Lower when ignoreCase => [('A', 'Z'), ('a', 'z')],
        CharacterClass.Upper => [('A', 'Z')],
        CharacterClass.Lower => [('a', 'z')],
        CharacterClass.Punct => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        CharacterClass.Blank => [('\t', '\t'), (' ', ' ')],
        CharacterClass.Cntrl => [(0, 0x1f), (0x7f, 0x7f)],
        CharacterClass.Graph => [('!', '~')],
        CharacterClass.Print => [(' ', '~')],
        CharacterClass.Xdigit => [('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => throw new InvalidOperationException($"No characters are known of {name}."),
    };
}
