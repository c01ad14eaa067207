using System.Globalization;

namespace Pace.Engine.Tests.Evaluation.Values;

/// <summary>Numbers that find mistakes: short, long, halves, powers of ten, zeros, with many scales.</summary>
internal sealed class Numbers(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int least, int most) => _random.Next(least, most + 1);

    public T OneOf<T>(params T[] items) => items[_random.Next(items.Length)];

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => OneOf("0", "0", "1", "2", "3", "4", "5", "5", "6", "7", "8", "9", "9")));

    /// <summary>A numeric's text without an exponent.</summary>
    public string Plain()
    {
        string whole = OneOf(Digits(Next(1, 4)), Digits(Next(1, 12)), Digits(Next(1, 40)), "0", "1" + new string('0', Next(0, 25)), new string('9', Next(1, 25)));
        string fraction = OneOf("", "", "." + Digits(Next(1, 3)), "." + Digits(Next(1, 40)), ".5", ".50", ".00", "." + new string('0', Next(1, 25)) + Digits(1), "." + new string('9', Next(1, 20)));
        return OneOf("", "", "-") + whole + fraction;
    }

    /// <summary>A numeric's text as people and programs write it.</summary>
    public string Written() => OneOf("", "+", "-", "") + OneOf(Plain().TrimStart('-'), Digits(Next(0, 3)) + "." + Digits(Next(0, 3)), Digits(Next(1, 3)))
        + OneOf("", "", "", "e" + Next(-30, 30).ToString(CultureInfo.InvariantCulture), "E+" + Next(0, 9).ToString(CultureInfo.InvariantCulture), "e", ".", "x");

    /// <summary>A finite floating-point number.</summary>
    public double Floating()
    {
        double value = OneOf(
            BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)),
            _random.NextDouble() * Math.Pow(10, Next(-20, 20)),
            Next(-1000, 1000) / 8.0,
            double.Parse(Plain(), CultureInfo.InvariantCulture),
            Next(-5, 5) + 0.5,
            0.0);
        return double.IsFinite(value) ? value : 0.1;
    }
}
