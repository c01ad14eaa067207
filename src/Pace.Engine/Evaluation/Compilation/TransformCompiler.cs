using System.Runtime.CompilerServices;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// Turns the transforms that look at one value into delegates from a canonical value that is not NULL. They remember
/// what came last, and so are for one caller at a time.
/// </summary>
internal static class TransformCompiler
{
    /// <summary>What a regular expression shows.</summary>
    public static Func<object, object?> Regexp(RegexpTransform regexp)
    {
        if (!RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out _))
        {
            throw new InvalidOperationException("A pattern passed validation and cannot be read.");
        }

        RegexpMatcher matcher = new(pattern);
        if (regexp.Replacement.Length == 0)
        {
            RecentValues extracted = new(matcher.Extract);
            return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => extracted.Of((string)value);
        }

        if (!ReplacementTemplate.TryParse(regexp.Replacement, pattern.GroupCount, out ReplacementTemplate template, out _))
        {
            throw new InvalidOperationException("A replacement passed validation and cannot be read.");
        }

        RecentValues replaced = new([MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => matcher.Replace(value, template));
        return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => replaced.Of((string)value);
    }

    /// <summary>What a hash shows: bigint of numbers, text of texts.</summary>
    public static Func<object, object?> Hash(SqlType type, HashTransform hash)
    {
        long seed = hash.Seed ?? 0;
        if (!type.IsText)
        {
            return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => KeyedHash.OfNumber(seed, value);
        }

        RecentValues hashed = new(value => KeyedHash.OfText(seed, value));
        return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => hashed.Of((string)value);
    }

    /// <summary>What a rounding shows: numeric.</summary>
    public static Func<object, object?> Round(NumericRoundingTransform transform)
    {
        Rounding rounding = new(transform);
        return [MethodImpl(MethodImplOptions.AggressiveOptimization)] (value) => rounding.Apply(value);
    }

    /// <summary>The value of a fixed transform, as a platform reads it for the type.</summary>
    public static object? Fixed(SqlType type, FixedTransform @fixed)
    {
        if (!CanonicalValue.TryRead(type, @fixed.Value, out object? canonical, out string? problem))
        {
            throw new InvalidOperationException($"A fixed value passed validation and {problem}.");
        }

        return type.Kind switch
        {
            SqlTypeKind.Uuid => Guid.ParseExact(@fixed.Value, "D"),
            SqlTypeKind.Char => Padded(@fixed.Value, type.Length ?? 0),
            _ => canonical,
        };
    }

    // A char is shown with blanks up to its length, which counts characters.
    private static string Padded(string text, int length) => text + new string(' ', Math.Max(0, length - text.EnumerateRunes().Count()));
}
