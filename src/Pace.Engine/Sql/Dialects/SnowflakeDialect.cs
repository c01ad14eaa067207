using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// Snowflake. Names are quoted, and so are spelt as the platform lists them: in upper case where they were made without
/// quotes. Views are secure: who may read one sees neither its text nor, through an error or a plan, other rows.
/// </summary>
public sealed class SnowflakeDialect : WarehouseDialect
{
    // An average has so many decimal places more than its values.
    private const int AveragePlaces = 6;

    // . matches line breaks too.
    private static readonly TextLiteral SingleLine = new("s");

    private readonly string? _database;

    /// <summary>The dialect for a platform.</summary>
    /// <param name="database">The database of names that have no part for it; null: the session's.</param>
    public SnowflakeDialect(string? database = null) => _database = string.IsNullOrEmpty(database) ? null : database;

    /// <inheritdoc/>
    public override PlatformType Platform => PlatformType.Snowflake;

    /// <inheritdoc/>
    public override string Name => "Snowflake";

    internal override SqlLexicalRules LexicalRules => SqlLexicalRules.Snowflake;

    internal override bool HasNestedFields => false;

    /// <summary>A name with its database, where one is known.</summary>
    internal QualifiedName Full(QualifiedName name) =>
        name.Parts.Count == 2 && _database is not null ? new QualifiedName([_database, .. name.Parts]) : name;

    internal override string? ProblemOfName(QualifiedName name) => name.Parts.Count is not (2 or 3)
        ? "Snowflake needs a schema and a name, and may have a database before them, such as SALES.PUBLIC." + name.Name
        : name.Parts.Select(SnowflakeText.ProblemOfName).FirstOrDefault(problem => problem is not null);

    internal override string? ProblemOfColumn(string name) => SnowflakeText.ProblemOfName(name);

    // Everybody has the role PUBLIC.
    internal override string? ProblemOfGroup(string name) => name == "PUBLIC"
        ? "every session has the role PUBLIC: it would mean everybody"
        : SnowflakeText.ProblemOfName(name);

    // A role that the session has in force, or one that it inherits from. A role that was dropped is in no session.
    internal override SqlExpression IsMember(ValueList<string> groups) => groups
        .Select(group => (SqlExpression)new CallExpression("is_role_in_session", [new TextLiteral(group)]))
        .Aggregate((left, right) => new BinaryExpression(left, "or", right));

    internal override SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern)
    {
        CallExpression Call(string flags, params SqlExpression[] more) => new(
            "regexp_substr",
            [AsText(column, type), new TextLiteral(Write(pattern)), Integer(1), Integer(1), new TextLiteral(flags), .. more]);
        return pattern.GroupCount == 0 ? Call("s") : Call("se", Integer(NumberOf(pattern, 1, whole: false)));
    }

    internal override SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days)
    {
        SqlExpression now = new KeywordExpression("current_timestamp()");
        if (type.Kind != SqlTypeKind.TimestampTz)
        {
            now = new CastExpression(new CallExpression("convert_timezone", [new TextLiteral("UTC"), now]), SqlType.Of(SqlTypeKind.Timestamp));
        }

        SqlExpression value = type.Kind == SqlTypeKind.Date ? new CastExpression(column, SqlType.Of(SqlTypeKind.Timestamp)) : column;
        string hours = (-days * 24).ToString(CultureInfo.InvariantCulture);
        return new BinaryExpression(
            value, ">", new CallExpression("dateadd", [new KeywordExpression("hour"), new NumberLiteral(hours), now]));
    }

    internal override string? ProblemOfRegexp(RegexpPattern pattern, ReplacementTemplate? replacement)
    {
        if (pattern.Constructs.HasFlag(PatternConstructs.LazyRepeat))
        {
            return "lazy repetition (*?, +?, ??) is not there in its regular expressions; instead of .*?x write [^x]*x";
        }

        if (Re2Pattern.Problem(pattern, replacement) is { } problem)
        {
            return problem;
        }

        if (replacement is null)
        {
            return null;
        }

        bool whole = replacement.Parts.Any(part => part.Group == 0);
        return replacement.Parts.Any(part => part.Group is null && part.Text.Contains('\\', StringComparison.Ordinal))
            ? "a backslash in a replacement has no documented meaning there; use sql_statement"
            : Re2Pattern.GroupsUsed(pattern, replacement).Any(group => NumberOf(pattern, group, whole) > 9)
                ? "a replacement names nine groups at most, those among them that capture nothing elsewhere"
                : null;
    }

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query)
    {
        SnowflakeWriter writer = new(this);
        writer.Query(query);
        return writer.Result;
    }

    /// <inheritdoc/>
    /// <remarks>COPY GRANTS keeps what the owner granted, as replacing a view does on PostgreSQL.</remarks>
    public override IReadOnlyList<string> WriteStatements(CompiledPolicy policy) =>
        [.. policy.Views.SelectMany(view => view.Groups
            .Select(group => GrantSelect(view.Target, group))
            .Prepend($"create or replace secure view {SnowflakeText.Name(Full(view.Target))} copy grants as\n{view.Query}"))];

    /// <summary>Lets a role select from a view.</summary>
    internal string GrantSelect(QualifiedName view, string role) =>
        $"grant select on view {SnowflakeText.Name(Full(view))} to role {SnowflakeText.Identifier(role)}";

    private protected override bool HasType(SqlType type) => SnowflakeWriter.Type(type) is not null;

    private protected override SqlExpression Decimal(string plain, SqlType type) =>
        // NUMBER without arguments has no decimal places.
        type.Arguments.Count == 0 ? new NumberLiteral(plain) : new CastExpression(new TextLiteral(plain), type);

    private protected override SqlExpression Step(string plain) => new NumberLiteral(plain);

    // With their formats: a session may set others.
    private protected override SqlExpression Time(object canonical) => canonical switch
    {
        DateOnly date => Parse("to_date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "YYYY-MM-DD"),
        TimeOnly time => Parse("to_time", time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture), "HH24:MI:SS.FF6"),
        DateTime time => Parse("to_timestamp_ntz", time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), "YYYY-MM-DD HH24:MI:SS.FF6"),
        DateTimeOffset instant => Parse(
            "to_timestamp_tz",
            instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + " +0000",
            "YYYY-MM-DD HH24:MI:SS.FF6 TZHTZM"),
        _ => throw new ArgumentException($"{canonical.GetType()} is no time.", nameof(canonical)),
    };

    // A number's text has all places of its column's scale.
    private protected override SqlExpression TrimmedText(SqlExpression column)
    {
        SqlExpression text = new CastExpression(column, SqlType.Of(SqlTypeKind.Text));
        SqlExpression trimmed = new CallExpression(
            "rtrim", [new CallExpression("rtrim", [text, new TextLiteral("0")]), new TextLiteral(".")]);
        return new CallExpression(
            "iff", [new CallExpression("contains", [text, new TextLiteral(".")]), trimmed, text]);
    }

    private protected override SqlExpression Sha256(SqlExpression text) => new CallExpression("sha2", [text, Integer(256)]);

    // Read without a sign, 2^63 to 2^64 stand for what is below zero.
    private protected override SqlExpression First64Bits(SqlExpression hexadecimal)
    {
        NumberLiteral half = new("9223372036854775808");
        SqlExpression unsigned = new CallExpression(
            "to_number", [new CallExpression("left", [hexadecimal, Integer(16)]), new TextLiteral(new string('X', 16))]);
        return new BinaryExpression(
            new CallExpression("mod", [new BinaryExpression(unsigned, "+", half), new NumberLiteral("18446744073709551616")]), "-", half);
    }

    private protected override SqlExpression AsDecimal(SqlExpression column, SqlType type) => column;

    private protected override SqlExpression Summand(SqlExpression column, SqlType type) => column;

    // A cast to NUMBER without arguments would round each value.
    private protected override SqlExpression Averaged(SqlExpression column, SqlType type, SqlType? castTo) =>
        castTo is null or { Kind: SqlTypeKind.Numeric, Arguments.Count: 0 } ? column : new CastExpression(column, castTo);

    private protected override SqlExpression Matches(SqlExpression text, RegexpPattern pattern) => new BinaryExpression(
        new CallExpression(
            "regexp_instr", [text, new TextLiteral(Write(pattern)), Integer(1), Integer(1), Integer(0), SingleLine]),
        ">",
        Integer(0));

    private protected override SqlExpression Replaced(SqlExpression text, RegexpPattern pattern, ReplacementTemplate replacement)
    {
        // The whole match has no number of its own there.
        bool whole = replacement.Parts.Any(part => part.Group == 0);
        string with = string.Concat(replacement.Parts.Select(part => part.Group switch
        {
            null => part.Text,
            0 => @"\1",
            { } group => @"\" + NumberOf(pattern, group, whole).ToString(CultureInfo.InvariantCulture),
        }));
        string regexp = Write(pattern);
        return new CallExpression(
            "regexp_replace",
            [text, new TextLiteral(whole ? $"({regexp})" : regexp), new TextLiteral(with), Integer(1), Integer(0), SingleLine]);
    }

    private protected override DialectProblem? ProblemOfAverage(AggregationTransform average, SqlType type) =>
        base.ProblemOfAverage(average, type) ?? (
            average.Precision > AveragePlaces ? new DialectProblem(
                $"computes averages with {AveragePlaces} decimal places more than their values have", $"use a precision of {AveragePlaces} or less")
            : SqlType.TryParse(average.CastTo, out SqlType castTo) && !HasType(castTo) ? new DialectProblem("has no numeric of so many digits", "cast to one of 38 digits or fewer")
            : null);

    private static CallExpression Parse(string function, string text, string format) =>
        new(function, [new TextLiteral(text), new TextLiteral(format)]);

    // Every group captures there.
    private static string Write(RegexpPattern pattern) => Re2Pattern.Write(pattern, _ => "(");

    private static int NumberOf(RegexpPattern pattern, int group, bool whole) =>
        Groups(pattern.Root).TakeWhile(node => node.Number != group).Count() + (whole ? 2 : 1);

    private static IEnumerable<GroupNode> Groups(PatternNode node) =>
        (node is GroupNode group ? [group] : Enumerable.Empty<GroupNode>()).Concat(PatternTree.Children(node).SelectMany(Groups));
}
