using System.Globalization;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Patterns;

/// <summary>Reads alternatives, sequences, groups and repetitions; single characters are <see cref="PatternReader"/>'s.</summary>
internal sealed class PatternParser(string text)
{
    // Deeper nesting serves nobody and would cost stack.
    private const int MaxDepth = 100;

    // PostgreSQL refuses automata that grow too large, but only when the view is used; 1000 is far below its limit
    // and far above what a policy needs.
    private const int MaxSize = 1000;

    private readonly PatternReader _reader = new(text);
    private readonly HashSet<int> _closedGroups = [];
    private PatternConstructs _constructs;
    private int _depth;
    private int _groups;
    private int _lookDepth;

    public int GroupCount => _groups;

    public PatternConstructs Constructs => _constructs | _reader.Constructs;

    public PatternNode Parse()
    {
        if (text.Length == 0)
        {
            throw _reader.Refuse(0, "the pattern is empty", "write what it is to match; .* matches everything");
        }

        if (_reader.TakeText("(?i)"))
        {
            _constructs |= PatternConstructs.IgnoreCase;
        }

        int start = _reader.At;
        PatternNode root = Alternation();
        if (!_reader.AtEnd)
        {
            throw _reader.Refuse(_reader.At, "a ) closes nothing", @"write \) for the character", 1);
        }

        if (start == text.Length)
        {
            throw _reader.Refuse(0, "the pattern is empty but for its flag", "write what it is to match");
        }

        CheckSize(root);
        CheckPreferences(root);
        return root;
    }

    private PatternNode Alternation()
    {
        if (++_depth > MaxDepth)
        {
            throw _reader.Refuse(_reader.At, $"brackets are nested more than {MaxDepth} deep", null, 1);
        }

        List<PatternNode> branches = [Sequence()];
        while (_reader.Take('|'))
        {
            _constructs |= PatternConstructs.Alternation;
            branches.Add(Sequence());
        }

        _depth--;
        return branches.Count == 1 ? branches[0] : new AlternationNode(branches.ToValueList());
    }

    private SequenceNode Sequence()
    {
        List<PatternNode> items = [];
        while (!_reader.AtEnd && _reader.Peek is not ('|' or ')'))
        {
            // \Q..\E may give no character or several: the last is the one that a repetition after it is about.
            if (_reader.TakeText(@"\Q"))
            {
                items.AddRange(_reader.QuotedText());
                if (items.Count == 0 || items[^1] is not CharacterNode)
                {
                    continue;
                }
            }
            else
            {
                items.Add(Atom());
            }

            items[^1] = Repetition(items[^1]);
        }

        return new SequenceNode(items.ToValueList());
    }

    private PatternNode Atom()
    {
        int start = _reader.At;
        return _reader.Peek switch
        {
            '(' => Group(start),
            '*' or '+' or '?' => throw _reader.Refuse(
                start, $"nothing stands before {_reader.Peek} that could be repeated", $@"write \{_reader.Peek} for the character", 1),
            '{' => throw _reader.Refuse(
                start, "a { that begins no repetition is read differently by different engines", @"write \{ for the character", 1),
            '\\' when _reader.PeekAt(1) is >= '1' and <= '9' => BackReference(start),
            _ => _reader.Single(),
        };
    }

    private PatternNode Group(int start)
    {
        _reader.Take('(');
        if (!_reader.Take('?'))
        {
            if (_lookDepth > 0)
            {
                throw _reader.Refuse(start, "a group in a look-around captures nothing on some engines", "write (?: instead of (", 1);
            }

            int number = ++_groups;
            PatternNode body = Closed(start);
            _closedGroups.Add(number);
            return new GroupNode(body, number);
        }

        if (_reader.Take(':'))
        {
            return new GroupNode(Closed(start), 0);
        }

        if (_reader.TakeText("=") || _reader.TakeText("!"))
        {
            _constructs |= PatternConstructs.LookAhead;
            return Look(start, behind: false, negative: text[_reader.At - 1] == '!');
        }

        if (_reader.TakeText("<=") || _reader.TakeText("<!"))
        {
            _constructs |= PatternConstructs.LookBehind;
            return Look(start, behind: true, negative: text[_reader.At - 1] == '!');
        }

        throw RefuseGroup(start);
    }

    private PatternException RefuseGroup(int start)
    {
        string rest = text[_reader.At..];
        return rest switch
        {
            ['>', ..] => _reader.Refuse(start, "an atomic group is not there on every engine", "write (?: instead of (?>", 3),
            ['P' or '<' or '\'', ..] => _reader.Refuse(
                start, "named groups are not there on every engine", "write ( and refer to the group by its number", 3),
            ['#', ..] => _reader.Refuse(start, "a comment in a pattern is not there on every engine", "remove it", 3),
            ['(', ..] => _reader.Refuse(start, "a conditional is not there on every engine", "write alternatives with |", 3),
            ['|', ..] => _reader.Refuse(start, "a branch reset is not there on every engine", "write (?: and number the groups", 3),
            ['i', ')', ..] => _reader.Refuse(start, "a flag can only stand at the very start", "move (?i) to the start of the pattern", 4),
            [] => _reader.Refuse(start, "a group does not end", "add )"),
            _ => _reader.Refuse(
                start, "only the flag (?i) can be used, and only at the very start for the whole pattern", "remove the flags", Math.Min(3, text.Length - start)),
        };
    }

    private LookNode Look(int start, bool behind, bool negative)
    {
        _lookDepth++;
        PatternNode body = Closed(start);
        _lookDepth--;
        return new LookNode(body, behind, negative);
    }

    private PatternNode Closed(int start)
    {
        PatternNode body = Alternation();
        return _reader.Take(')') ? body : throw _reader.Refuse(start, "a group does not end", @"add ), or write \( for the character", 1);
    }

    private BackReferenceNode BackReference(int start)
    {
        int number = text[start + 1] - '0';
        if (_reader.PeekAt(2) is >= '0' and <= '9')
        {
            throw _reader.Refuse(start, "a back reference has one digit, 1 to 9", @"write (?:\1)0 for group 1 before a digit", 3);
        }

        if (_lookDepth > 0)
        {
            throw _reader.Refuse(start, "a back reference cannot stand in a look-around", null, 2);
        }

        if (!_closedGroups.Contains(number))
        {
            throw _reader.Refuse(start, $"there is no group {number} before this place", null, 2);
        }

        _reader.Skip(2);
        _constructs |= PatternConstructs.BackReference;
        return new BackReferenceNode(number);
    }

    private PatternNode Repetition(PatternNode atom)
    {
        int start = _reader.At;
        if (!Bounds(out int min, out int? max))
        {
            return atom;
        }

        if (atom is AnchorNode or LookNode)
        {
            throw _reader.Refuse(start, "a condition on a place cannot be repeated", "remove the repetition", _reader.At - start);
        }

        bool lazy = _reader.Take('?') && min != max;
        if (!_reader.AtEnd && _reader.Peek == '+')
        {
            throw _reader.Refuse(start, "a possessive repetition is not there on every engine", "remove the last +", _reader.At + 1 - start);
        }

        if (!_reader.AtEnd && _reader.Peek is '*' or '?' or '{')
        {
            throw _reader.Refuse(start, "a repetition is repeated", "put the inner one into (?: )", _reader.At + 1 - start);
        }

        if (min != max)
        {
            _constructs |= lazy ? PatternConstructs.LazyRepeat : PatternConstructs.GreedyRepeat;
        }

        if (PatternTree.Contains(atom, node => node is GroupNode { Number: > 0 }))
        {
            _constructs |= PatternConstructs.RepeatedGroup;
        }

        return new RepeatNode(atom, min, max, lazy);
    }

    private bool Bounds(out int min, out int? max)
    {
        (min, max) = (0, null);
        int start = _reader.At;
        switch (_reader.AtEnd ? '\0' : _reader.Peek)
        {
            case '*':
                break;
            case '+':
                min = 1;
                break;
            case '?':
                max = 1;
                break;
            case '{':
                return Braces(start, out min, out max);
            default:
                return false;
        }

        _reader.Skip(1);
        return true;
    }

    private bool Braces(int start, out int min, out int? max)
    {
        _reader.Skip(1);
        if (!_reader.AtEnd && _reader.Peek == ',')
        {
            throw _reader.Refuse(start, "a repetition without its least number is read differently by different engines", "write {0,", 2);
        }

        min = Bound(start);
        max = min;
        if (_reader.Take(','))
        {
            max = !_reader.AtEnd && _reader.Peek == '}' ? null : Bound(start);
        }

        if (!_reader.Take('}'))
        {
            throw _reader.Refuse(start, "a repetition does not end", @"write it as {2}, {2,} or {2,5}; write \{ for the character", 1);
        }

        if (max < min)
        {
            throw _reader.Refuse(start, "a repetition's greatest number is below its least", null, _reader.At - start);
        }

        return max == 0
            ? throw _reader.Refuse(start, "a repetition of zero times matches nothing", "remove the part", _reader.At - start)
            : true;
    }

    private int Bound(int start)
    {
        int from = _reader.At;
        while (!_reader.AtEnd && char.IsAsciiDigit(_reader.Peek))
        {
            _reader.Skip(1);
        }

        if (from == _reader.At)
        {
            throw _reader.Refuse(start, "a { that begins no repetition is read differently by different engines", @"write \{ for the character", 1);
        }

        return int.TryParse(text.AsSpan(from, _reader.At - from), NumberStyles.None, CultureInfo.InvariantCulture, out int bound)
            && bound <= RegexpPattern.MaxBound
            ? bound
            : throw _reader.Refuse(start, $"a repetition goes to {RegexpPattern.MaxBound} at most", null, _reader.At - start);
    }

    private void CheckSize(PatternNode root)
    {
        if (PatternTree.Size(root) > MaxSize)
        {
            throw _reader.Refuse(0, $"the pattern is too large: written out, it has more than {MaxSize} parts", "use smaller numbers of repetitions", text.Length);
        }
    }

    // PostgreSQL gives a whole branch the preference of its first repetition, and alternatives are always greedy;
    // other engines judge each repetition by itself. Only where all say the same do they agree.
    private void CheckPreferences(PatternNode root)
    {
        if (!_constructs.HasFlag(PatternConstructs.LazyRepeat))
        {
            return;
        }

        if (_constructs.HasFlag(PatternConstructs.Alternation))
        {
            throw _reader.Refuse(
                0, "lazy repetition (*?, +?, ??) and alternatives (|) mean different things on different engines when they stand in one pattern",
                "use one of the two; instead of .*?x write [^x]*x", text.Length);
        }

        if (_constructs.HasFlag(PatternConstructs.GreedyRepeat) && !PatternTree.IsWholeAndFlat(root))
        {
            throw _reader.Refuse(
                0, "lazy (*?, +?, ??) and greedy repetition mean different things on different engines when they stand in one pattern",
                "make all of them greedy; instead of .*?x write [^x]*x", text.Length);
        }
    }
}
