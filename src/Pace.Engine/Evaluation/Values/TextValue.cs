using System.Globalization;
using System.Runtime.CompilerServices;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>Reads texts and booleans.</summary>
internal static class TextValue
{
    // What C's isspace says of ASCII.
    private const string Blanks = " \t\n\v\f\r";

    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>A text without the blanks around it that PostgreSQL's input of numbers and times leaves out.</summary>
    public static ReadOnlySpan<char> Trim(string text) => text.AsSpan().Trim(Blanks);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryText(SqlType type, object value, out object? canonical, out string? problem)
    {
        canonical = null;
        string? text = value as string ?? ToText(value);
        problem = text is null ? "is no text" : Problem(text);
        if (problem is null && type is { Kind: SqlTypeKind.VarChar, Length: { } most } && text!.Length > most)
        {
            problem = TryCut(text, most, out text) ? null : string.Create(CultureInfo.InvariantCulture, $"is longer than {most} characters");
        }

        canonical = problem is null ? text : null;
        return problem is null;
    }

    /// <summary>What keeps a platform from holding a text, as the rest of a sentence; null when nothing does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? Problem(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "holds a NUL character";
        }

        int at = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    return "holds half of a surrogate pair";
                }

                at++;
            }
        }

        return null;
    }

    public static bool TryBoolean(object value, out object? canonical, out string? problem)
    {
        bool? read = value switch
        {
            bool boolean => boolean,
            string text => Boolean(Trim(text)),
            _ => null,
        };
        canonical = read switch { true => True, false => False, null => null };
        problem = read is null ? "is neither true nor false" : null;
        return read is not null;
    }

    // As PostgreSQL writes a value that is assigned to a text.
    private static string? ToText(object value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or decimal
            or System.Numerics.BigInteger or Int128 or UInt128 => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        Numeric numeric => numeric.ToString(),
        double floating when double.IsFinite(floating) => FloatMath.ToText(floating),
        bool boolean => boolean ? "true" : "false",
        char character => character.ToString(),
        Guid guid => guid.ToString("D"),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { Kind: not DateTimeKind.Local } time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        Enum name => name.ToString(),
        _ => null,
    };

    // More characters than a varchar holds are cut off where they are blanks, as PostgreSQL does.
    private static bool TryCut(string text, int most, out string cut)
    {
        int at = 0;
        for (int characters = 0; characters < most && at < text.Length; characters++)
        {
            at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        }

        cut = text[..at];
        return !text.AsSpan(at).ContainsAnyExcept(' ');
    }

    // Every beginning that is one word's only, whatever its case.
    private static bool? Boolean(ReadOnlySpan<char> text) => text switch
    {
        "1" => true,
        "0" => false,
        [] or ['o'] or ['O'] => null,
        _ when Begins("true", text) || Begins("yes", text) || Begins("on", text) => true,
        _ when Begins("false", text) || Begins("no", text) || Begins("off", text) => false,
        _ => null,
    };

    private static bool Begins(string word, ReadOnlySpan<char> text) => word.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
