using System.Text;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Patterns;

/// <summary>Reads a set of characters in square brackets.</summary>
internal sealed class PatternSetReader(PatternReader reader)
{
    private static readonly Dictionary<string, CharacterClass> PosixClasses =
        Enum.GetValues<CharacterClass>().Where(name => name != CharacterClass.Word)
            .ToDictionary(name => name.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private readonly List<CharacterRange> _ranges = [];
    private readonly List<CharacterClass> _classes = [];

    public CharacterSetNode Read()
    {
        int start = reader.At;
        reader.Take('[');
        bool negated = reader.Take('^');
        for (bool first = true; ; first = false)
        {
            if (reader.AtEnd)
            {
                throw reader.Refuse(start, "a set of characters does not end", @"add ], or write \[ for the character", 1);
            }

            // A ] right after the beginning stands for itself, on every engine.
            if (!first && reader.Take(']'))
            {
                return new CharacterSetNode(negated, _ranges.ToValueList(), _classes.ToValueList());
            }

            Item(first);
        }
    }

    private void Item(bool first)
    {
        int start = reader.At;
        if (reader.Peek == '[')
        {
            PosixClass(start);
            RefuseRangeAfterClass();
            return;
        }

        if (reader.Peek == '&' && reader.PeekAt(1) == '&')
        {
            throw reader.Refuse(start, "&& is an intersection on some engines and two characters on others", @"write \& for the character", 2);
        }

        if (reader.Peek == '\\' && reader.Class() is { } shorthand)
        {
            if (shorthand.Negated)
            {
                throw reader.Refuse(
                    start, "a negated class cannot stand in brackets on every engine", @"write . for any character, line breaks included, or [^\d] for \D", 2);
            }

            _classes.AddRange(shorthand.Classes);
            RefuseRangeAfterClass();
            return;
        }

        bool dash = reader.Peek == '-';
        Rune from = Character();
        if (dash && !first && !reader.AtEnd && reader.Peek != ']')
        {
            throw reader.Refuse(start, "a - between two parts of a set is read differently by different engines", @"write \- for the character, or put it last", 1);
        }

        Rune to = from;
        if (!reader.AtEnd && reader.Peek == '-' && reader.PeekAt(1) is not (']' or '\0'))
        {
            reader.Skip(1);
            int end = reader.At;
            if (reader.Peek is '[' or '-' || (reader.Peek == '\\' && reader.PeekAt(1) is 'd' or 'w' or 's' or 'D' or 'W' or 'S'))
            {
                throw reader.Refuse(start, "a range ends in something that is no character", @"write \- for the character -", end + 1 - start);
            }

            to = Character();
            if (to < from)
            {
                throw reader.Refuse(start, "a range ends before it begins", null, reader.At - start);
            }
        }

        _ranges.Add(new CharacterRange(from, to));
    }

    private Rune Character()
    {
        if (reader.Peek == '\\')
        {
            return reader.PeekAt(1) is 'b' or 'B' or 'A' or 'Z' or 'z' or 'Q'
                ? throw reader.Refuse(reader.At, $@"\{reader.PeekAt(1)} cannot stand in brackets", null, 2)
                : reader.EscapedCharacter();
        }

        return reader.PlainCharacter();
    }

    private void PosixClass(int start)
    {
        int end = reader.Text.IndexOf(":]", start, StringComparison.Ordinal);
        if (reader.PeekAt(1) != ':' || end < 0
            || !PosixClasses.TryGetValue(reader.Text[(start + 2)..end], out CharacterClass name))
        {
            throw reader.Refuse(
                start, "a [ in brackets is read differently by different engines", @"write \[ for the character, or a class such as [[:alpha:]]", 1);
        }

        reader.Skip(end + 2 - start);
        reader.Constructs |= PatternConstructs.PosixClass;
        _classes.Add(name);
    }

    private void RefuseRangeAfterClass()
    {
        if (!reader.AtEnd && reader.Peek == '-' && reader.PeekAt(1) != ']')
        {
            throw reader.Refuse(reader.At, "a class of characters cannot begin a range", @"write \- for the character -", 1);
        }
    }
}
