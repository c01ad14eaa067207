using System.Globalization;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>
/// Regular expressions of the language that policies have: no lazy repetition beside alternatives or greedy ones
/// (but in one flat sequence between both ends), and groups in repetitions only around texts of one length.
/// </summary>
public sealed class PatternGenerator(Dice dice)
{
    private static readonly OneOf[] Characters =
    [
        Character("a", 'a'), Character("a", 'a'), Character("b", 'b'), Character("c", 'c'), Character("A", 'A'), Character("B", 'B'), Character("1", '1'), Character("@", '@'),
        Character(@"\.", '.'), Character("-", '-'), Character("_", '_'), Character(" ", ' '), Character(@"\n", '\n'), Character(@"\$", '$'),
        Character(@"\\", '\\'), Character("%", '%'), Character("'", '\''), Character("\"", '"'), Character("\u00e9", 0xe9),
        Character("\U0001F600", 0x1F600), Character(@"\x41", 'A'), Character(@"\u00e9", 0xe9), Character("\u0301", 0x301), Character(@"\|", '|'),
        Character(@"\t", '\t'), Character(@"\Q.\E", '.'), Character(@"\x{1F600}", 0x1F600), Character("K", 'K'), Character("k", 'k'), Character("\u212a", 0x212a),
    ];

    private static readonly OneOf[] Sets =
    [
        new(".", [], Negated: true), new(".", [], Negated: true), new("[a-c]", [('a', 'c')]), new("[^@]", [('@', '@')], Negated: true),
        new("[^a]", [('a', 'a')], Negated: true), new("[0-9]", [('0', '9')]), new(@"\d", [('0', '9')]), new(@"\D", [('0', '9')], Negated: true),
        new(@"\w", Word), new(@"\W", Word, Negated: true), new(@"\s", Space), new(@"\S", Space, Negated: true), new("[[:alpha:]]", Alpha),
        new("[[:upper:]]", [('A', 'Z')]), new("[[:lower:]_]", [('a', 'z'), ('_', '_')]), new("[[:punct:]]", [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
        new("[^[:space:]a]", [.. Space, ('a', 'a')], Negated: true), new(@"[\d-]", [('0', '9'), ('-', '-')]), new("[a\U0001F600-\U0001F610]", [('a', 'a'), (0x1F600, 0x1F610)]),
        new("[]a]", [(']', ']'), ('a', 'a')]), new("[[:alnum:]]", [.. Alpha, ('0', '9')]), new("[A-Za-z]", Alpha), new("[[:digit:][:blank:]]", [('0', '9'), (' ', ' '), ('\t', '\t')]),
        new("[[:xdigit:]]", [('0', '9'), ('a', 'f'), ('A', 'F')]), new("[[:cntrl:]]", [(1, 31), (127, 127)]), new("[[:graph:]]", [('!', '~')]), new("[[:print:]]", [(' ', '~')]),
        new("[^-a]", [('-', '-'), ('a', 'a')], Negated: true), new(@"[\]\[]", [(']', ']'), ('[', '[')]), new("[\u00e0-\u00ff]", [(0xe0, 0xff)]), new(@"[\w.]", [.. Word, ('.', '.')]),
    ];

    private int _groups;
    private bool _lazy;

    private static (int, int)[] Alpha => [('a', 'z'), ('A', 'Z')];

    private static (int, int)[] Word => [.. Alpha, ('0', '9'), ('_', '_')];

    private static (int, int)[] Space => [('\t', '\r'), (' ', ' ')];

    public Regexp Generate()
    {
        _groups = 0;
        _lazy = dice.OneIn(4);
        Pattern root = dice.Below(8) switch
        {
            0 or 1 => Flat(),
            2 when !_lazy => new Alternatives(Dice.List(dice.Between(2, 3), () => Ends(Items(2)))),
            3 when !_lazy => new Sequence([new Place("^"), Captured(() => new Alternatives(Dice.List(2, () => Items(2)))), new Place("$")]),
            _ => Ends(Items(3)),
        };
        return new Regexp(root, dice.OneIn(5));
    }

    /// <summary>What replaces a match; never nothing.</summary>
    public IReadOnlyList<(string Text, int? Group)> Replacement(Regexp regexp)
    {
        List<(string, int?)> parts = [];
        do
        {
            int? group = dice.OneIn(2) ? null : dice.Below(regexp.Groups + 1);
            // A digit behind a group would be read as part of its number, a dollar sign before text is one itself.
            parts.Add(group is null ? (dice.Pick(["****", "-", "$", "<", "é", "\U0001F600", "'", "\"", @"a\b", " ", "x\ny", "&"]), null) : ("", group));
        }
        while (dice.OneIn(2));
        return parts;
    }

    // One sequence between both ends, where greedy and lazy may stand side by side.
    private Sequence Flat()
    {
        List<Pattern> items = [new Place("^")];
        int count = dice.Between(1, 4);
        for (int at = 0; at < count; at++)
        {
            Pattern item = dice.OneIn(3) ? Single() : Repeated(Single(), dice.OneIn(2));
            items.Add(dice.OneIn(2) ? item : new Group(dice.OneIn(3) ? new Sequence([item, Single()]) : item, ++_groups));
        }

        items.Add(new Place("$"));
        return new Sequence(items);
    }

    private Sequence Ends(Sequence body)
    {
        int ends = dice.Below(8);
        IEnumerable<Pattern> items = body.Items;
        items = ends is 0 or 1 or 2 ? items.Prepend(new Place("^")) : items;
        items = ends is 1 or 2 or 3 ? items.Append(new Place("$")) : items;
        return new Sequence([.. items]);
    }

    private Sequence Items(int depth) => new(Dice.List(dice.Between(1, 3), () => Item(depth)));

    private Pattern Item(int depth)
    {
        switch (depth == 0 || _groups >= 8 ? dice.Below(6) : dice.Below(12))
        {
            case < 4:
                return Single();
            case < 6:
                return Repeated(Single(), _lazy);
            case 6 or 7:
                return Captured(() => Items(depth - 1));
            case 8 when !_lazy && dice.OneIn(2):
                return Captured(() => new Alternatives(Dice.List(dice.Between(2, 3), () => Items(depth - 1))));
            case 8 when !_lazy:
                return new Group(new Alternatives(Dice.List(dice.Between(2, 3), () => Items(depth - 1))), 0);
            case 9 when !_lazy:
                return Repeated(new Group(new Alternatives(Dice.List(2, Characters2)), 0), lazy: false);
            case 10:
                return dice.Below(3) switch
                {
                    0 => new Place(dice.OneIn(3) ? @"\B" : @"\b"),
                    1 => new Look(dice.OneIn(2) ? Single() : new Sequence([Single(), Single()]), Behind: dice.OneIn(2), Negative: dice.OneIn(2)),
                    // A group in a repetition: what it matches has one length, and it stands once.
                    _ when !_lazy => Repeated(new Group(dice.OneIn(2) ? Single() : new Sequence([Single(), Single()]), ++_groups), lazy: false),
                    _ => Single(),
                };
            default:
                return Repeated(Single(), _lazy);
        }
    }

    // Groups are numbered by their opening brackets.
    private Group Captured(Func<Pattern> body)
    {
        int number = ++_groups;
        return new Group(body(), number);
    }

    private Sequence Characters2() => new(Dice.List(dice.Between(1, 2), () => (Pattern)dice.Pick(Characters)));

    private OneOf Single() => dice.Pick(dice.OneIn(2) ? Characters : Sets);

    private Repeat Repeated(Pattern body, bool lazy)
    {
        (int min, int? max, string text) = dice.Below(8) switch
        {
            0 or 1 => (0, (int?)null, "*"),
            2 or 3 => (1, null, "+"),
            4 or 5 => (0, 1, "?"),
            6 => (1, 3, "{1,3}"),
            _ => (2, null, "{2,}"),
        };
        if (dice.OneIn(12))
        {
            int count = dice.Between(1, 4);
            return new Repeat(body, count, count, false, string.Create(CultureInfo.InvariantCulture, $"{{{count}}}"));
        }

        return new Repeat(body, min, max, lazy, lazy ? text + "?" : text);
    }

    private static OneOf Character(string text, int character) => new(text, [(character, character)]);
}
