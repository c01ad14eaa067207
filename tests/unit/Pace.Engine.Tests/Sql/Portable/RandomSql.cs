using System.Globalization;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>
/// Random expressions over the columns of <see cref="PortableSample"/>: mostly of fitting types, brackets often left
/// out, so that precedence and types both decide what they mean.
/// </summary>
internal sealed class RandomSql(int seed)
{
    private static readonly string[] Comparisons = ["=", "<>", "!=", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"];

    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "2", "3", "007", "1.5", "1.", ".5", "1e2", "1.50e1", "-2.5e-1", "32767", "32768", "-32768", "2147483647", "2147483648", "-2147483648",
        "-(2147483648)", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "- -5", "+7", "'5'", "'-1'", "null",
    ];

    private static readonly string[] Texts = ["'a'", "'A'", "''", "'B_'", "'a%'", "'a\\%'", "'O''Brien'", "'\u00e9'", "null"];

    private static readonly string[] Times =
    [
        "date '2024-01-31'", "date '2024-02-29'", "timestamp '2024-01-31 12:00'", "timestamp '2024-01-31T00:00:00'", "timestamptz '2024-01-31T00:00:00Z'",
        "timestamp with time zone '2024-01-31 13:00+01'", "'2024-01-31'", "'2024-01-31 00:00'", "'2024-01-31T00:00:00Z'", "null",
    ];

    private readonly Random _random = new(seed);

    /// <summary>An expression; a condition in half of all cases.</summary>
    public string Expression(int depth) => _random.Next(2) == 0 ? Truth(depth) : Value(depth);

    public string Truth(int depth)
    {
        if (depth <= 0)
        {
            return Pick("true", "false", "null", "f", "'true'", "f", "i > 1", "t is null");
        }

        return _random.Next(16) switch
        {
            0 or 1 => $"{Truth(depth - 1)} and {Truth(depth - 1)}",
            2 or 3 => $"{Truth(depth - 1)} or {Truth(depth - 1)}",
            4 => $"not {Truth(depth - 1)}",
            5 => $"({Truth(depth - 1)})",
            6 or 7 => Two((left, right) => $"{left} {Pick(Comparisons)} {right}", depth),
            8 => $"{Value(depth - 1)} is {Pick("", "not ")}null",
            9 => $"{Truth(depth - 1)} is {Pick("", "not ")}{Pick("true", "false", "unknown", "null")}",
            10 => Two((left, right) => $"{left} {Pick("", "not ")}in ({right}{Pick("", ", null", ", " + right)})", depth),
            11 => Several(depth),
            12 => Two((left, right) => $"{left} {Pick("", "not ")}between {left} and {right}", depth),
            13 => $"{Text(depth - 1)} {Pick("", "not ")}like {Text(depth - 1)}{Pick("", "", " escape '!'", " escape ''")}",
            14 => $"{Truth(depth - 1)} {Pick("=", "<>", "<")} {Truth(depth - 1)}",
            _ => Two((left, right) => $"{left}{Pick("=", "<>", ">=")}{right}", depth),
        };
    }

    private string Several(int depth)
    {
        Func<int, string> kind = Kind();
        string[] items = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => kind(depth - 2))];
        return $"{kind(depth - 1)} {Pick("", "not ")}in ({string.Join(", ", items)})";
    }

    private string Value(int depth) => Kind()(depth);

    private Func<int, string> Kind() => _random.Next(7) switch
    {
        0 or 1 or 2 => Number,
        3 or 4 => Text,
        5 => Time,
        _ => Truth,
    };

    private string Two(Func<string, string, string> made, int depth)
    {
        Func<int, string> kind = Kind();
        Func<int, string> other = _random.Next(12) == 0 ? Kind() : kind;
        return made(kind(depth - 1), other(depth - 1));
    }

    private string Number(int depth) => depth <= 0
        ? _random.Next(2) == 0 ? Pick(Numbers) : Pick("s", "i", "b", "n", "d")
        : _random.Next(7) switch
        {
            0 or 1 => $"{Number(depth - 1)} {Pick("+", "-", "*")} {Number(depth - 1)}",
            2 => $"{Number(depth - 1)}{Pick("+", "*")}{Number(depth - 1)}",
            3 => $"({Number(depth - 1)})",
            4 => $"{Pick("-", "- ", "+")}({Number(depth - 1)})",
            _ => Choice(Number, depth),
        };

    private string Text(int depth) => depth <= 0
        ? _random.Next(2) == 0 ? Pick(Texts) : Pick("t", "v", "\"Mixed Case\"")
        : _random.Next(3) == 0 ? $"{Text(depth - 1)} || {Text(depth - 1)}" : Choice(Text, depth);

    private string Time(int depth) => depth <= 0 ? _random.Next(2) == 0 ? Pick(Times) : Pick("dt", "ts", "tz") : Choice(Time, depth);

    private string Choice(Func<int, string> kind, int depth)
    {
        Func<int, string> other = _random.Next(12) == 0 ? Kind() : kind;
        string otherwise = Pick("", $" else {kind(depth - 1)}");
        return _random.Next(6) switch
        {
            0 => $"coalesce({kind(depth - 1)}, {other(depth - 1)})",
            1 => $"nullif({kind(depth - 1)}, {other(depth - 1)})",
            2 => $"case when {Truth(depth - 1)} then {kind(depth - 1)}{otherwise} end",
            3 => $"case {kind(depth - 1)} when {other(depth - 1)} then {kind(depth - 1)}{otherwise} end",
            4 => $"coalesce({kind(depth - 1)})",
            _ => kind(0),
        };
    }

    private string Pick(params string[] items) => items[_random.Next(items.Length)];

    public override string ToString() => seed.ToString(CultureInfo.InvariantCulture);
}
