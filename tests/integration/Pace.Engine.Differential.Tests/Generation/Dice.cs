namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Chance from a seed, the same on every machine and release of .NET (SplitMix64).</summary>
public sealed class Dice(int seed)
{
    private ulong _state = (ulong)seed * 0x9E3779B97F4A7C15UL;

    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
        return bits ^ (bits >> 31);
    }

    /// <summary>From 0 to below a number.</summary>
    public int Below(int count) => (int)(Bits() % (ulong)count);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True one time in so many.</summary>
    public bool OneIn(int count) => Below(count) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>So many of the items, none twice, in their order.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> items, int count)
    {
        List<T> left = [.. items];
        while (left.Count > count)
        {
            left.RemoveAt(Below(left.Count));
        }

        return left;
    }

    public static IReadOnlyList<T> List<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
