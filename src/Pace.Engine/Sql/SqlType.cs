using System.Globalization;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql;

/// <summary>What kind of values a type holds, as far as policies care.</summary>
public enum SqlTypeKind
{
    /// <summary>16-bit integer; also 8-bit ones.</summary>
    SmallInt,

    /// <summary>32-bit integer.</summary>
    Integer,

    /// <summary>64-bit integer.</summary>
    BigInt,

    /// <summary>Exact decimal number.</summary>
    Numeric,

    /// <summary>32-bit floating point.</summary>
    Real,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>Text of any length.</summary>
    Text,

    /// <summary>Text up to a length.</summary>
    VarChar,

    /// <summary>Text padded to a length.</summary>
    Char,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A time of day with a zone.</summary>
    TimeTz,

    /// <summary>A date and time without a zone, read as UTC.</summary>
    Timestamp,

    /// <summary>An instant.</summary>
    TimestampTz,

    /// <summary>A span of time.</summary>
    Interval,

    /// <summary>A UUID.</summary>
    Uuid,

    /// <summary>JSON, kept as text.</summary>
    Json,

    /// <summary>JSON, kept parsed.</summary>
    JsonB,

    /// <summary>XML.</summary>
    Xml,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A list of values of one type.</summary>
    Array,

    /// <summary>A value with fields.</summary>
    Struct,

    /// <summary>A type that Pace does not know, such as an enumeration of the user's own.</summary>
    Other,
}

/// <summary>
/// A column's type, read from the text that a policy or a platform gives. Only what is a type's name and nothing
/// else is read, so that it can be written into SQL again.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Parts">The name's parts, folded to lower case unless quoted: for <see cref="SqlTypeKind.Other"/>.</param>
/// <param name="Arguments">Length, or precision and scale, as given.</param>
public sealed partial record SqlType(SqlTypeKind Kind, ValueList<string> Parts, ValueList<int> Arguments)
{
    private const int MostScale = 1000;

    // Names are compared in lower case, words separated by one space.
    private static readonly Dictionary<string, SqlTypeKind> Names = new(StringComparer.Ordinal)
    {
        ["smallint"] = SqlTypeKind.SmallInt,
        ["int2"] = SqlTypeKind.SmallInt,
        ["tinyint"] = SqlTypeKind.SmallInt,
        ["smallserial"] = SqlTypeKind.SmallInt,
        ["int"] = SqlTypeKind.Integer,
        ["integer"] = SqlTypeKind.Integer,
        ["int4"] = SqlTypeKind.Integer,
        ["mediumint"] = SqlTypeKind.Integer,
        ["serial"] = SqlTypeKind.Integer,
        ["bigint"] = SqlTypeKind.BigInt,
        ["int8"] = SqlTypeKind.BigInt,
        ["bigserial"] = SqlTypeKind.BigInt,
        ["int64"] = SqlTypeKind.BigInt,
        ["decimal"] = SqlTypeKind.Numeric,
        ["dec"] = SqlTypeKind.Numeric,
        ["numeric"] = SqlTypeKind.Numeric,
        ["number"] = SqlTypeKind.Numeric,
        ["bignumeric"] = SqlTypeKind.Numeric,
        ["real"] = SqlTypeKind.Real,
        ["float4"] = SqlTypeKind.Real,
        ["float"] = SqlTypeKind.Double,
        ["float8"] = SqlTypeKind.Double,
        ["double"] = SqlTypeKind.Double,
        ["double precision"] = SqlTypeKind.Double,
        ["float64"] = SqlTypeKind.Double,
        ["text"] = SqlTypeKind.Text,
        ["clob"] = SqlTypeKind.Text,
        ["longtext"] = SqlTypeKind.Text,
        ["string"] = SqlTypeKind.Text,
        ["varchar"] = SqlTypeKind.VarChar,
        ["varchar2"] = SqlTypeKind.VarChar,
        ["character varying"] = SqlTypeKind.VarChar,
        ["char"] = SqlTypeKind.Char,
        ["character"] = SqlTypeKind.Char,
        ["bpchar"] = SqlTypeKind.Char,
        ["bool"] = SqlTypeKind.Boolean,
        ["boolean"] = SqlTypeKind.Boolean,
        ["date"] = SqlTypeKind.Date,
        ["time"] = SqlTypeKind.Time,
        ["time without time zone"] = SqlTypeKind.Time,
        ["timetz"] = SqlTypeKind.TimeTz,
        ["time with time zone"] = SqlTypeKind.TimeTz,
        ["timestamp"] = SqlTypeKind.Timestamp,
        ["timestamp without time zone"] = SqlTypeKind.Timestamp,
        ["datetime"] = SqlTypeKind.Timestamp,
        ["timestamp_ntz"] = SqlTypeKind.Timestamp,
        ["timestamptz"] = SqlTypeKind.TimestampTz,
        ["timestamp with time zone"] = SqlTypeKind.TimestampTz,
        ["timestamp_tz"] = SqlTypeKind.TimestampTz,
        ["timestamp_ltz"] = SqlTypeKind.TimestampTz,
        ["interval"] = SqlTypeKind.Interval,
        ["interval year"] = SqlTypeKind.Interval,
        ["interval month"] = SqlTypeKind.Interval,
        ["interval day"] = SqlTypeKind.Interval,
        ["interval hour"] = SqlTypeKind.Interval,
        ["interval minute"] = SqlTypeKind.Interval,
        ["interval second"] = SqlTypeKind.Interval,
        ["interval year to month"] = SqlTypeKind.Interval,
        ["interval day to hour"] = SqlTypeKind.Interval,
        ["interval day to minute"] = SqlTypeKind.Interval,
        ["interval day to second"] = SqlTypeKind.Interval,
        ["interval hour to minute"] = SqlTypeKind.Interval,
        ["interval hour to second"] = SqlTypeKind.Interval,
        ["interval minute to second"] = SqlTypeKind.Interval,
        ["uuid"] = SqlTypeKind.Uuid,
        ["uniqueidentifier"] = SqlTypeKind.Uuid,
        ["json"] = SqlTypeKind.Json,
        ["jsonb"] = SqlTypeKind.JsonB,
        ["xml"] = SqlTypeKind.Xml,
        ["bytea"] = SqlTypeKind.Binary,
        ["blob"] = SqlTypeKind.Binary,
        ["binary"] = SqlTypeKind.Binary,
        ["varbinary"] = SqlTypeKind.Binary,
        ["bytes"] = SqlTypeKind.Binary,
        ["struct"] = SqlTypeKind.Struct,
        ["record"] = SqlTypeKind.Struct,
    };

    /// <summary>Whether it holds numbers.</summary>
    public bool IsNumeric => Kind is >= SqlTypeKind.SmallInt and <= SqlTypeKind.Double;

    /// <summary>Whether it holds integers.</summary>
    public bool IsInteger => Kind is >= SqlTypeKind.SmallInt and <= SqlTypeKind.BigInt;

    /// <summary>Whether it holds text.</summary>
    public bool IsText => Kind is SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Char;

    /// <summary>Whether it holds a date, with or without a time.</summary>
    public bool IsDateOrTimestamp => Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz;

    /// <summary>
    /// The length or precision, when one is given.
    /// </summary>
    public int? Length => Arguments.Count > 0 ? Arguments[0] : null;

    /// <summary>A type of a kind, without arguments.</summary>
    public static SqlType Of(SqlTypeKind kind) => new(kind, [], []);

    /// <summary>
    /// Reads a type: a name of one or more words (or quoted parts with dots), arguments in brackets, and <c>[]</c>
    /// for lists, or <c>array&lt;...&gt;</c>. Names that are not known give <see cref="SqlTypeKind.Other"/>.
    /// </summary>
    public static bool TryParse(string text, out SqlType type)
    {
        type = TryParseBracketed(text)!;
        if (type is not null)
        {
            return true;
        }

        Reader reader = new(text);
        List<string> words = [];
        List<int> arguments = [];
        bool plain = true;
        reader.SkipSpace();
        if (!reader.Part(out string part, out bool quoted))
        {
            return false;
        }

        words.Add(part);
        plain &= !quoted;
        bool dotted = false;
        while (reader.Take('.'))
        {
            if (!reader.Part(out part, out quoted))
            {
                return false;
            }

            dotted = true;
            words.Add(part);
        }

        reader.SkipSpace();
        bool bracketed = false;
        while (!reader.AtEnd)
        {
            if (!bracketed && reader.Take('('))
            {
                bracketed = true;
                if (!reader.Arguments(arguments))
                {
                    return false;
                }
            }
            else if (reader.Take('['))
            {
                _ = reader.Number(out _);
                if (!reader.Take(']'))
                {
                    return false;
                }

                reader.SkipSpace();
                while (reader.Take('['))
                {
                    _ = reader.Number(out _);
                    if (!reader.Take(']'))
                    {
                        return false;
                    }

                    reader.SkipSpace();
                }

                if (!reader.AtEnd)
                {
                    return false;
                }

                type = new SqlType(SqlTypeKind.Array, [text.Trim()], []);
                return true;
            }
            else if (plain && !dotted && reader.Part(out part, out quoted) && !quoted)
            {
                words.Add(part);
            }
            else
            {
                return false;
            }

            reader.SkipSpace();
        }

        string name = string.Join(' ', words);
        if (plain && !dotted && Names.TryGetValue(name, out SqlTypeKind kind))
        {
            // A negative scale rounds before the decimal point; nothing else can be below zero.
            if (arguments.Count > 2 || reader.HasWords || arguments is [< 0, ..] or [_, < -MostScale]
                || (arguments is [_, < 0] && kind != SqlTypeKind.Numeric))
            {
                return false;
            }

            type = new SqlType(kind, [], arguments.ToValueList());
            return true;
        }

        // Of the types that Pace does not know, this one has a name of two words, and one of one.
        if (plain && !dotted && name == "bit varying")
        {
            words = ["varbit"];
        }

        // Unknown names of several words cannot be written again as one identifier.
        if ((words.Count > 1 && !dotted) || arguments.Exists(argument => argument < 0))
        {
            return false;
        }

        type = new SqlType(SqlTypeKind.Other, words.ToValueList(), arguments.ToValueList());
        return true;
    }

    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool AtEnd => _rest.IsEmpty;

        public bool HasWords { get; private set; }

        public void SkipSpace() => _rest = _rest.TrimStart();

        public bool Take(char expected)
        {
            if (_rest.IsEmpty || _rest[0] != expected)
            {
                return false;
            }

            _rest = _rest[1..];
            return true;
        }

        public bool Part(out string part, out bool quoted)
        {
            part = "";
            quoted = Take('"');
            if (quoted)
            {
                System.Text.StringBuilder text = new();
                while (!_rest.IsEmpty)
                {
                    if (_rest[0] != '"')
                    {
                        text.Append(_rest[0]);
                        _rest = _rest[1..];
                    }
                    else if (_rest.Length > 1 && _rest[1] == '"')
                    {
                        text.Append('"');
                        _rest = _rest[2..];
                    }
                    else
                    {
                        _rest = _rest[1..];
                        part = text.ToString();
                        return part.Length > 0;
                    }
                }

                return false;
            }

            int length = 0;
            while (length < _rest.Length && (char.IsLetter(_rest[length]) || _rest[length] == '_'
                || (length > 0 && (char.IsAsciiDigit(_rest[length]) || _rest[length] == '$'))))
            {
                length++;
            }

            part = _rest[..length].ToString().ToLowerInvariant();
            _rest = _rest[length..];
            return length > 0;
        }

        public bool Number(out int number, bool signed = false)
        {
            int length = signed && _rest is ['-', ..] ? 1 : 0;
            while (length < _rest.Length && char.IsAsciiDigit(_rest[length]))
            {
                length++;
            }

            bool good = int.TryParse(_rest[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
            _rest = _rest[length..];
            return good;
        }

        /// <summary>
        /// Numbers; or, for types of extensions such as geometry(Point,4326), words too: those say what a column
        /// holds and not how a value is written, so that nothing of such a list is kept.
        /// </summary>
        public bool Arguments(List<int> arguments)
        {
            do
            {
                SkipSpace();
                if (Number(out int argument, signed: true))
                {
                    arguments.Add(argument);
                }
                else if (Part(out _, out bool quoted) && !quoted)
                {
                    HasWords = true;
                }
                else
                {
                    return false;
                }

                SkipSpace();
            }
            while (Take(','));
            if (HasWords)
            {
                arguments.Clear();
            }

            return Take(')');
        }
    }
}
