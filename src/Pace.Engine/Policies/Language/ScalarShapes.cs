using System.Globalization;
using System.Numerics;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>
/// A text. What the notation makes a number, a boolean or null is refused rather than guessed at: <c>0000</c> is not
/// the text "0000" to most readers of YAML.
/// </summary>
internal sealed class TextShape : ScalarShape<string>
{
    public static readonly TextShape Instance = new();

    protected override string Empty => "";

    protected override string Expected => "a text";

    protected override bool TryRead(ScalarNode node, out string value, out string problem, out string? hint)
    {
        value = node.Text;
        problem = $"{Describe(node)} stands where a text is expected";
        hint = node switch
        {
            { Kind: ScalarKind.Null, Text.Length: 0 } => "write a text; an empty one is \"\"",
            _ => $"quote it: {Quote.Text(node.Text)}",
        };
        return node.Kind == ScalarKind.Text;
    }

    protected override ScalarNode WriteScalar(string value) => ScalarNode.Of(value);
}

/// <summary>True or false, and nothing that only some readers of YAML take for it.</summary>
internal sealed class BooleanShape : ScalarShape<bool>
{
    public static readonly BooleanShape Instance = new();

    protected override bool Empty => false;

    protected override string Expected => "true or false";

    protected override bool TryRead(ScalarNode node, out bool value, out string problem, out string? hint)
    {
        value = node.Kind == ScalarKind.Boolean && node.Text[0] is 't' or 'T';
        problem = $"{Describe(node)} stands where true or false is expected";
        hint = "write true or false, without quotes";
        return node.Kind == ScalarKind.Boolean;
    }

    protected override ScalarNode WriteScalar(bool value) => ScalarNode.Of(ScalarKind.Boolean, value ? "true" : "false");
}

/// <summary>An integer in a range, as a number or, as protocol buffers' JSON has it, as a text.</summary>
internal abstract class IntegerShape<T>(string name) : ScalarShape<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    // Beyond this, readers that know only double-precision numbers lose digits.
    private static readonly BigInteger MaxSafe = (BigInteger.One << 53) - 1;

    protected override T Empty => T.Zero;

    protected override string Expected => name;

    protected override bool TryRead(ScalarNode node, out T value, out string problem, out string? hint)
    {
        value = T.Zero;
        problem = $"{Describe(node)} stands where {name} is expected";
        hint = "write an integer in decimal digits, without leading zeros";
        if (node.Kind is not (ScalarKind.Number or ScalarKind.Text)
            || !ExactNumber.TryParse(node.Text, out BigInteger number, out int scale) || scale != 0)
        {
            return false;
        }

        if (number < BigInteger.CreateChecked(T.MinValue) || number > BigInteger.CreateChecked(T.MaxValue))
        {
            problem = $"{Quote.Name(node.Text)} is out of range";
            hint = string.Create(CultureInfo.InvariantCulture, $"{name} is from {T.MinValue} to {T.MaxValue}");
            return false;
        }

        value = T.CreateChecked(number);
        return true;
    }

    protected override ScalarNode WriteScalar(T value)
    {
        string text = value.ToString(null, CultureInfo.InvariantCulture);
        return BigInteger.Abs(BigInteger.CreateChecked(value)) <= MaxSafe ? ScalarNode.Of(ScalarKind.Number, text) : ScalarNode.Of(text);
    }
}

/// <summary>A 32-bit integer.</summary>
internal sealed class Int32Shape() : IntegerShape<int>("a 32-bit integer")
{
    public static readonly Int32Shape Instance = new();
}

/// <summary>A 64-bit integer. Beyond 2^53 it is written as a text, because many readers would round the number.</summary>
internal sealed class Int64Shape() : IntegerShape<long>("a 64-bit integer")
{
    public static readonly Int64Shape Instance = new();
}

/// <summary>A number with a fraction, read to the last digit.</summary>
internal sealed class DecimalShape : ScalarShape<decimal>
{
    public static readonly DecimalShape Instance = new();

    protected override decimal Empty => 0;

    protected override string Expected => "a number";

    protected override bool TryRead(ScalarNode node, out decimal value, out string problem, out string? hint)
    {
        value = 0;
        bool number = node.Kind is ScalarKind.Number or ScalarKind.Text && ExactNumber.TryParse(node.Text, out _, out _);
        problem = number
            ? $"{Quote.Name(node.Text)} has more digits than a number here can have"
            : $"{Describe(node)} stands where a number is expected";
        hint = number
            ? "write at most 28 digits, at most 28 of them after the point"
            : "write a finite number in decimal digits, such as 0.5 or 100";
        return number && ExactNumber.TryParseDecimal(node.Text, out value);
    }

    // Equal numbers are written alike, however many zeros they were given with.
    protected override ScalarNode WriteScalar(decimal value)
    {
        string text = value == 0 ? "0" : value.ToString(CultureInfo.InvariantCulture);
        return ScalarNode.Of(ScalarKind.Number, text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text);
    }
}

/// <summary>An instant, as RFC 3339 writes it, kept in UTC to 100 nanoseconds.</summary>
internal sealed class TimestampShape : ScalarShape<DateTimeOffset>
{
    public static readonly TimestampShape Instance = new();

    protected override DateTimeOffset Empty => default;

    protected override string Expected => "a date and time";

    protected override bool TryRead(ScalarNode node, out DateTimeOffset value, out string problem, out string? hint)
    {
        value = default;
        problem = $"{Describe(node)} stands where a date and time is expected";
        hint = "write it as RFC 3339 does: \"2024-02-29T13:45:00Z\"";
        return node.Kind == ScalarKind.Text && Timestamps.TryParse(node.Text, out value);
    }

    protected override ScalarNode WriteScalar(DateTimeOffset value) => ScalarNode.Of(Timestamps.Write(value));
}

/// <summary>One of a few names, each with the number that the protocol gives it.</summary>
internal sealed class NameShape<T>(string expected, params (string Name, int Number, T Value)[] rows) : ScalarShape<T>
{
    protected override T Empty => rows[0].Value;

    protected override string Expected => expected;

    protected override bool TryRead(ScalarNode node, out T value, out string problem, out string? hint)
    {
        problem = $"{Describe(node)} is not {expected}";
        IEnumerable<string> names = rows.Skip(1).Select(row => row.Name);
        hint = (node.Kind == ScalarKind.Text && node.Text.Length <= 60 ? NearestName.Hint(node.Text, names) : null)
            ?? $"write one of {string.Join(", ", names)}";
        foreach ((string name, int number, T known) in rows)
        {
            if (node.Kind == ScalarKind.Text
                ? node.Text == name
                : node.Kind == ScalarKind.Number && node.Text == number.ToString(CultureInfo.InvariantCulture))
            {
                value = known;
                return true;
            }
        }

        value = rows[0].Value;
        return false;
    }

    protected override ScalarNode WriteScalar(T value)
    {
        int at = Array.FindIndex(rows, row => EqualityComparer<T>.Default.Equals(row.Value, value));
        return at >= 0 ? ScalarNode.Of(rows[at].Name) : throw new ArgumentOutOfRangeException(nameof(value), value, $"This is not {expected}.");
    }
}
