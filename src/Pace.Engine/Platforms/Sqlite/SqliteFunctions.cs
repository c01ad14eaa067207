using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Patterns;
using SQLitePCL;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// The functions that views call, on one connection, and what they look up there: who asks, and what time it is. What
/// a function cannot do is an error of the whole statement; what it says is kept, because SQLite passes on no more than
/// a text.
/// </summary>
internal sealed class SqliteFunctions
{
    // "Innocuous" lets a view call it on a connection that trusts no schema. SQLitePCL does not name it.
    private const int Innocuous = 0x200000;
    private const int Flags = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | Innocuous;
    private const int AnyNumber = -1;

    private readonly sqlite3 _database;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, RegexpMatcher> _matchers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Pattern, string Replacement), ReplacementTemplate> _replacements = [];
    private readonly Dictionary<(string Pattern, string Escape), LikePattern> _patterns = [];
    private readonly Dictionary<(RoundingKind, int, string), Rounding> _roundings = [];
    private HashSet<string> _groups = [];

    /// <summary>Registers all functions.</summary>
    public SqliteFunctions(sqlite3 database)
    {
        _database = database;
        Readings();
        Computations();
        Transforms();
        Aggregates();
    }

    private delegate void Body(in SqliteCall call);

    /// <summary>Who asks.</summary>
    public Audience Audience
    {
        set => _groups = [.. value.Groups];
    }

    /// <summary>What time it is.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>What the function said that failed last, as a sentence without its end; null: none did.</summary>
    public string? Failure { get; set; }

    /// <summary>The functions' names.</summary>
    public IReadOnlyList<string> Names => _names;

    private void Readings()
    {
        foreach (SqlTypeKind kind in Enum.GetValues<SqlTypeKind>().Where(kind => SqliteFunction.NameOf(kind) is not null))
        {
            if (kind != SqlTypeKind.VarChar)
            {
                SqlType type = SqlType.Of(kind);
                Scalar(SqliteFunction.Read(kind), AnyNumber, (in SqliteCall call) => SqliteReading.Read(call, type), strict: false);
            }
        }
    }

    private void Computations()
    {
        foreach (SqlTypeKind kind in new[] { SqlTypeKind.SmallInt, SqlTypeKind.Integer, SqlTypeKind.BigInt })
        {
            Scalar(SqliteFunction.Compute("+", kind), 2, (in SqliteCall call) => call.Return(IntegerMath.Add(kind, call.Integer(0), call.Integer(1))));
            Scalar(SqliteFunction.Compute("-", kind), 2, (in SqliteCall call) => call.Return(IntegerMath.Subtract(kind, call.Integer(0), call.Integer(1))));
            Scalar(SqliteFunction.Compute("*", kind), 2, (in SqliteCall call) => call.Return(IntegerMath.Multiply(kind, call.Integer(0), call.Integer(1))));
            Scalar(SqliteFunction.Compute(SqliteFunction.Negate, kind), 1, (in SqliteCall call) => call.Return(IntegerMath.Negate(kind, call.Integer(0))));
        }

        const SqlTypeKind Double = SqlTypeKind.Double;
        Scalar(SqliteFunction.Compute("+", Double), 2, static (in SqliteCall call) => call.Return(FloatMath.Add(call.Floating(0), call.Floating(1))));
        Scalar(SqliteFunction.Compute("-", Double), 2, static (in SqliteCall call) => call.Return(FloatMath.Subtract(call.Floating(0), call.Floating(1))));
        Scalar(SqliteFunction.Compute("*", Double), 2, static (in SqliteCall call) => call.Return(FloatMath.Multiply(call.Floating(0), call.Floating(1))));
        Scalar(SqliteFunction.Compute(SqliteFunction.Negate, Double), 1, static (in SqliteCall call) => call.Return(-call.Floating(0)));

        const SqlTypeKind Decimal = SqlTypeKind.Numeric;
        Scalar(SqliteFunction.Compute("+", Decimal), 2, static (in SqliteCall call) => call.Return((object)(call.Number(0) + call.Number(1))));
        Scalar(SqliteFunction.Compute("-", Decimal), 2, static (in SqliteCall call) => call.Return((object)(call.Number(0) - call.Number(1))));
        Scalar(SqliteFunction.Compute("*", Decimal), 2, static (in SqliteCall call) => call.Return((object)(call.Number(0) * call.Number(1))));
        Scalar(SqliteFunction.Compute(SqliteFunction.Negate, Decimal), 1, static (in SqliteCall call) => call.Return((object)(-call.Number(0))));
        Scalar(SqliteFunction.Compare, 2, static (in SqliteCall call) => call.Return((long)call.Number(0).CompareTo(call.Number(1))));
        Scalar(SqliteFunction.NumericKey, 1, static (in SqliteCall call) => call.Return((object)call.Number(0).TrimScale()));
        Scalar(SqliteFunction.NumericToDouble, 1, static (in SqliteCall call) => call.Return(call.Number(0).ToDouble()));
        Scalar(SqliteFunction.DoubleToNumeric, 1, static (in SqliteCall call) => call.Return((object)Numeric.FromDouble(call.Floating(0))));
        Scalar(SqliteFunction.Like, 3, (in SqliteCall call) => call.Return(Pattern(call.Text(1), call.Text(2)).IsMatch(call.Text(0))));
    }

    private void Transforms()
    {
        Scalar(SqliteFunction.IsMember, AnyNumber, (in SqliteCall call) =>
        {
            bool found = false;
            for (int at = 0; at < call.Count && !found; at++)
            {
                found = _groups.Contains(call.Text(at));
            }

            call.Return(found);
        });
        Scalar(SqliteFunction.HoursAgo, 1, (in SqliteCall call) => call.Return(HoursAgo(call.Integer(0), "")));
        Scalar(SqliteFunction.InstantHoursAgo, 1, (in SqliteCall call) => call.Return(HoursAgo(call.Integer(0), SqliteFunction.Utc)));
        Scalar(SqliteFunction.HashText, 2, static (in SqliteCall call) => call.Return(KeyedHash.OfText(call.Integer(1), call.Text(0))));
        Scalar(SqliteFunction.HashNumber, 2, static (in SqliteCall call) => call.Return(KeyedHash.OfNumber(call.Integer(1), call.AnyNumber(0))));
        Scalar(SqliteFunction.RegexpExtract, 2, (in SqliteCall call) => call.Return((object?)Matcher(call.Text(1)).Extract(call.Text(0))));
        Scalar(SqliteFunction.RegexpReplace, 3, (in SqliteCall call) =>
        {
            string pattern = call.Text(1);
            call.Return((object?)Matcher(pattern).Replace(call.Text(0), Replacement(pattern, call.Text(2))));
        });
        Scalar(SqliteFunction.Floor, 2, (in SqliteCall call) => Rounded(call, RoundingKind.Floor, 0, call.Text(1)));
        Scalar(SqliteFunction.Ceil, 2, (in SqliteCall call) => Rounded(call, RoundingKind.Ceil, 0, call.Text(1)));
        Scalar(SqliteFunction.Round, 2, (in SqliteCall call) => Rounded(call, RoundingKind.Round, (int)call.Integer(1), ""));
        Scalar(SqliteFunction.Round, 3, (in SqliteCall call) => Rounded(call, RoundingKind.Round, (int)call.Integer(1), call.Text(2)));
    }

    private void Aggregates()
    {
        SqlType numeric = SqlType.Of(SqlTypeKind.Numeric);
        Aggregate(SqliteFunction.MinNumeric, 1, (in SqliteCall _) => Of(numeric, AggregationKind.Min));
        Aggregate(SqliteFunction.MaxNumeric, 1, (in SqliteCall _) => Of(numeric, AggregationKind.Max));
        Aggregate(SqliteFunction.Sum, 2, (in SqliteCall call) =>
            Of(SqlType.TryParse(call.Text(1), out SqlType type) ? type : throw new ValueException("is none", "the type of a sum"), AggregationKind.Sum));
        Aggregate(SqliteFunction.Avg, 2, (in SqliteCall call) => Of(numeric, AggregationKind.Avg, call.Text(1)));
        Aggregate(SqliteFunction.Avg, 3, (in SqliteCall call) => Of(numeric, AggregationKind.Avg, call.Text(1), (int)call.Integer(2)));
    }

    private static Aggregate Of(SqlType type, AggregationKind kind, string castTo = "", int? precision = null) =>
        Evaluation.Values.Aggregate.Of(type, new AggregationTransform { Aggregation = kind, CastTo = castTo, Precision = precision })();

    // A limit before the year 1 is before all dates: the empty text is before all texts.
    private string HoursAgo(long hours, string zone)
    {
        long ticks = Now.UtcTicks - (hours * TimeSpan.TicksPerHour);
        return ticks < 0 ? "" : SqliteFunction.Text(new DateTime(ticks, DateTimeKind.Unspecified)) + zone;
    }

    private void Rounded(in SqliteCall call, RoundingKind kind, int precision, string divisor)
    {
        if (!_roundings.TryGetValue((kind, precision, divisor), out Rounding? rounding))
        {
            decimal? step = divisor.Length > 0 ? decimal.Parse(divisor, System.Globalization.CultureInfo.InvariantCulture) : null;
            rounding = _roundings[(kind, precision, divisor)] = new Rounding(kind, precision, step);
        }

        call.Return((object)rounding.Apply(call.Number(0)));
    }

    private RegexpMatcher Matcher(string text)
    {
        if (!_matchers.TryGetValue(text, out RegexpMatcher? matcher))
        {
            matcher = _matchers[text] = RegexpPattern.TryParse(text, out RegexpPattern pattern, out _) && RegexpMatcher.Problem(pattern) is null
                ? new RegexpMatcher(pattern)
                : throw new ValueException("cannot be matched", "a pattern");
        }

        return matcher;
    }

    private ReplacementTemplate Replacement(string pattern, string text)
    {
        if (!_replacements.TryGetValue((pattern, text), out ReplacementTemplate? replacement))
        {
            int groups = RegexpPattern.TryParse(pattern, out RegexpPattern parsed, out _) ? parsed.GroupCount : 0;
            replacement = _replacements[(pattern, text)] = ReplacementTemplate.TryParse(text, groups, out ReplacementTemplate read, out _)
                ? read
                : throw new ValueException("cannot be read", "a replacement");
        }

        return replacement;
    }

    // A pattern that stands in a column may be another one in each row.
    private LikePattern Pattern(string text, string escape)
    {
        const int Most = 100;
        if (!_patterns.TryGetValue((text, escape), out LikePattern? pattern))
        {
            if (_patterns.Count >= Most)
            {
                _patterns.Clear();
            }

            pattern = _patterns[(text, escape)] = new LikePattern(text, escape);
        }

        return pattern;
    }

    private void Scalar(string name, int arguments, Body body, bool strict = true)
    {
        _names.Add(name);
        Check(raw.sqlite3_create_function(_database, name, arguments, Flags, null, (context, _, values) =>
        {
            SqliteCall call = new(context, values);
            if (strict && call.AnyNull())
            {
                call.ReturnNull();
                return;
            }

            try
            {
                body(call);
            }
            catch (Exception error)
            {
                Fail(context, name, call, error);
            }
        }));
    }

    private delegate Aggregate Start(in SqliteCall call);

    private void Aggregate(string name, int arguments, Start start)
    {
        _names.Add(name);
        Check(raw.sqlite3_create_function(
            _database,
            name,
            arguments,
            Flags,
            null,
            (context, _, values) =>
            {
                SqliteCall call = new(context, values);
                try
                {
                    Aggregate aggregate = (Aggregate)(context.state ??= start(call));
                    aggregate.Add(call.IsNull(0) ? null : call.AnyNumber(0));
                }
                catch (Exception error)
                {
                    Fail(context, name, call, error);
                }
            },
            (context, _) =>
            {
                SqliteCall call = new(context, []);
                try
                {
                    call.Return(((Aggregate?)context.state)?.Result);
                }
                catch (Exception error)
                {
                    Fail(context, name, call, error);
                }
            }));
    }

    // Nothing may be thrown through SQLite. Whatever it is, the statement fails.
    private void Fail(sqlite3_context context, string name, in SqliteCall call, Exception error)
    {
        Failure = error is not ValueException said ? $"{name} failed: {error.Message}"
            : SqliteReading.IsReading(name) && call.Count > 1 ? $"the value of '{call.Text(1)}' {said.Problem}"
            : said.Message;
        raw.sqlite3_result_error(context, Failure);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new PaceException(PaceErrorKind.PlatformRefused, $"SQLite refuses a function of Pace's: {raw.sqlite3_errmsg(_database).utf8_to_string()}");
        }
    }
}
