namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// The order of texts under collation C: by code points, which is the order of their UTF-8 bytes. .NET's ordinal order
/// is by UTF-16 code units, and puts characters beyond U+FFFF before those from U+E000.
/// </summary>
internal sealed class TextOrder : IComparer<string>
{
    public static TextOrder Instance { get; } = new();

    int IComparer<string>.Compare(string? x, string? y) => Compare(x, y);

    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Weight(left[same]).CompareTo(Weight(right[same]));
    }

    // Surrogates stand for what comes after all other code units.
    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
