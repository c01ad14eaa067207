using System.Collections;
using System.Globalization;
using System.Text;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Writes values of any .NET type as lines that COPY reads with PostgreSQL's input of the column's type.</summary>
internal static class PostgresInput
{
    private const string Null = @"\N";

    /// <summary>One row as a line, each value a field.</summary>
    public static string Line(IEnumerable<string?> texts)
    {
        StringBuilder line = new();
        foreach (string? text in texts)
        {
            line.Append(line.Length == 0 ? "" : "\t");
            Append(line, text);
        }

        return line.Append('\n').ToString();
    }

    /// <summary>A value as text that PostgreSQL reads as the type; null for NULL.</summary>
    /// <exception cref="FormatException">PostgreSQL has no such text; the message is the rest of a sentence.</exception>
    public static string? Text(object? value, SqlType type)
    {
        string? text = value switch
        {
            null or DBNull => null,
            string given => given,
            bool given => given ? "true" : "false",
            float given => Float(given.ToString("R", CultureInfo.InvariantCulture)),
            double given => Float(given.ToString("R", CultureInfo.InvariantCulture)),
            DateOnly given => given.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly given => given.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            DateTime given => Time(given, type),
            DateTimeOffset given => Time(given.UtcDateTime, type),
            TimeSpan given => given.ToString(type.Kind is SqlTypeKind.Time ? "hh\\:mm\\:ss\\.FFFFFFF" : "c", CultureInfo.InvariantCulture),
            byte[] given => @"\x" + Convert.ToHexString(given),
            IDictionary => throw new FormatException("is no single value"),
            IEnumerable given => List(given, type),
            IFormattable given => given.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        return text is not null && PostgresText.ProblemOfText(text) is { } problem
            ? throw new FormatException($"cannot be held by PostgreSQL: {problem}")
            : text;
    }

    private static string Float(string text) => text switch
    {
        "∞" => "Infinity",
        "-∞" => "-Infinity",
        _ => text,
    };

    // Where the type has a zone, the time is in UTC; where it has none, so is what was given with one.
    private static string Time(DateTime given, SqlType type)
    {
        DateTime time = given.Kind == DateTimeKind.Local ? given.ToUniversalTime() : given;
        return type.Kind == SqlTypeKind.Date && time.TimeOfDay == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (type.Kind == SqlTypeKind.TimestampTz ? "+00" : "");
    }

    private static string List(IEnumerable items, SqlType type)
    {
        StringBuilder text = new("{");
        foreach (object? item in items)
        {
            text.Append(text.Length == 1 ? "" : ",");
            string? inner = Text(item, type);
            if (inner is null)
            {
                text.Append("NULL");
            }
            else if (item is IEnumerable and not string and not byte[])
            {
                text.Append(inner);
            }
            else
            {
                text.Append('"').Append(inner.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            }
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder line, string? text)
    {
        if (text is null)
        {
            line.Append(Null);
            return;
        }

        foreach (char character in text)
        {
            _ = character switch
            {
                '\\' => line.Append(@"\\"),
                '\n' => line.Append(@"\n"),
                '\r' => line.Append(@"\r"),
                '\t' => line.Append(@"\t"),
                _ => line.Append(character),
            };
        }
    }
}
