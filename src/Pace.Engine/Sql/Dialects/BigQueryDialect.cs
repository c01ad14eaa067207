using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// BigQuery's GoogleSQL. Who is in which group is asked of a table, or of the IAM check's routine. Nested fields are
/// there; a view that shows some of a column's makes the column again with those.
/// </summary>
public sealed class BigQueryDialect : WarehouseDialect
{
    private const string DefaultUserGroups = "user_groups";
    private const string Routines = "principal_check_routines";

    private static readonly SqlType Int64 = SqlType.Of(SqlTypeKind.BigInt);
    private static readonly SqlType BigNumeric = SqlType.Of(SqlTypeKind.Numeric);

    /// <summary>The dialect for a platform.</summary>
    /// <param name="settings">What the platform says of itself; null: nothing.</param>
    public BigQueryDialect(BigQuerySettings? settings = null) => Settings = settings ?? new BigQuerySettings();

    /// <summary>What the platform says of itself.</summary>
    public BigQuerySettings Settings { get; }

    /// <inheritdoc/>
    public override PlatformType Platform => PlatformType.BigQuery;

    /// <inheritdoc/>
    public override string Name => "BigQuery";

    internal override SqlLexicalRules LexicalRules => SqlLexicalRules.BigQuery;

    internal override bool HasNestedFields => true;

    // IAM has roles and permissions too; in the table everybody is in groups.
    internal override bool Knows(PrincipalKind kind) =>
        kind == PrincipalKind.Group || (Settings.UseIamCheckExtension && kind is PrincipalKind.Role or PrincipalKind.Permission);

    // BigQuery calls TIMESTAMP what has a zone, and DATETIME what has none.
    internal override bool TryReadType(string text, out SqlType type)
    {
        bool read = base.TryReadType(text, out type);
        if (read && type.Kind == SqlTypeKind.Timestamp && text.Trim().Equals("timestamp", StringComparison.OrdinalIgnoreCase))
        {
            type = SqlType.Of(SqlTypeKind.TimestampTz);
        }

        return read;
    }

    /// <summary>A name with its project.</summary>
    internal QualifiedName Full(QualifiedName name) =>
        name.Parts.Count == 2 && Settings.ProjectId is { Length: > 0 } project ? new QualifiedName([project, .. name.Parts]) : name;

    /// <summary>The table that says who is in which group, for a view of a source.</summary>
    internal QualifiedName UserGroupsTable(QualifiedName source) => Settings.UserGroupsTable is { } table
        ? Full(table)
        : new QualifiedName([.. Full(source).Parts.Take(2), DefaultUserGroups]);

    internal override string? ProblemOfName(QualifiedName name)
    {
        QualifiedName full = Full(name);
        return full.Parts.Count != 3
            ? name.Parts.Count == 2
                ? "BigQuery needs a project before the dataset, such as my-project." + name + ", or project-id in the platform's configuration"
                : "BigQuery needs a project, a dataset and a name, such as my-project.my_dataset." + name.Name
            : BigQueryText.ProblemOfName(full)
                ?? (Settings.UserGroupsTable is { } groups && Full(groups) is var table
                        && (table.Parts.Count != 3 || BigQueryText.ProblemOfName(table) is not null)
                    ? $"user-groups-table, '{groups}', names no table: write project.dataset.table"
                    : null);
    }

    internal override string? ProblemOfColumn(string name) => BigQueryText.ProblemOfColumn(name);

    internal override string? ProblemOfGroup(string name) => WarehouseText.ProblemOfText(name);

    internal override string? ProblemOfPartition(SqlType type) => type.Kind is SqlTypeKind.Real or SqlTypeKind.Double
        or SqlTypeKind.Json or SqlTypeKind.JsonB or SqlTypeKind.Array or SqlTypeKind.Struct
        ? "divides no rows by values of that type"
        : null;

    internal override SqlExpression IsMember(ValueList<string> groups) =>
        IsAnyOf(groups.Select(group => new Principal(PrincipalKind.Group, group)).ToValueList());

    internal override SqlExpression IsAnyOf(ValueList<Principal> principals) => new MemberExpression(principals);

    // Of several groups BigQuery would refuse to choose.
    internal override SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern) => new CallExpression(
        "regexp_extract", [AsText(column, type), new TextLiteral(Write(pattern, group => group.Number == 1 ? "(" : "(?:"))]);

    internal override SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days)
    {
        KeywordExpression hours = new($"interval {(days * 24).ToString(CultureInfo.InvariantCulture)} hour");
        if (type.Kind == SqlTypeKind.TimestampTz)
        {
            return new BinaryExpression(
                column, ">", new CallExpression("timestamp_sub", [new KeywordExpression("current_timestamp()"), hours]));
        }

        SqlExpression value = type.Kind == SqlTypeKind.Date ? new CastExpression(column, SqlType.Of(SqlTypeKind.Timestamp)) : column;
        return new BinaryExpression(
            value, ">", new CallExpression("datetime_sub", [new CallExpression("current_datetime", [new TextLiteral("UTC")]), hours]));
    }

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query)
    {
        BigQueryWriter writer = new(this);
        writer.Query(query);
        return writer.Result;
    }

    /// <summary>
    /// The views that have to be authorized, and where, before their readers see anything: on the datasets of the source,
    /// of token tables, and of what says who is in which group. BigQuery has no statement for it.
    /// </summary>
    /// <param name="policy">A policy that was compiled to this dialect.</param>
    public IReadOnlyList<BigQueryAuthorization> Authorizations(CompiledPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. policy.Views.SelectMany(view => Datasets(policy, view)
                .Distinct()
                .Select(dataset => new BigQueryAuthorization(Full(view.Target), dataset))),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> WriteStatements(CompiledPolicy policy) =>
        [.. policy.Views.SelectMany(view => (Settings.UseIamCheckExtension ? view.Groups : [])
            .Select(group => GrantSelect(view.Target, group))
            .Prepend($"create or replace view {BigQueryText.Name(Full(view.Target))} as\n{view.Query}"))];

    /// <inheritdoc/>
    /// <remarks>Begins with comments that say where the views have to be authorized.</remarks>
    public override string WriteScript(CompiledPolicy policy) =>
        string.Concat(Authorizations(policy).Select(authorization =>
            $"-- authorize the view {BigQueryText.Name(authorization.View)} on the dataset {BigQueryText.Name(authorization.Dataset)}\n"))
        + base.WriteScript(policy);

    /// <summary>Lets a group of IAM read a view.</summary>
    internal string GrantSelect(QualifiedName view, string group) =>
        $"grant `roles/bigquery.dataViewer` on view {BigQueryText.Name(Full(view))} to {BigQueryText.Literal("group:" + group)}";

    private IEnumerable<QualifiedName> Datasets(CompiledPolicy policy, CompiledView view)
    {
        yield return Dataset(policy.Source);
        foreach (TokenSource tokens in view.TokenSources)
        {
            yield return Dataset(tokens.Table);
        }

        if (Settings.UseIamCheckExtension)
        {
            yield return new QualifiedName([Full(view.Target).Parts[0], Routines]);
        }
        else if (view.Groups.Count > 0)
        {
            yield return Dataset(UserGroupsTable(policy.Source));
        }
    }

    private QualifiedName Dataset(QualifiedName table) => new(Full(table).Parts.Take(2).ToValueList());

    private protected override bool HasType(SqlType type) => BigQueryWriter.Type(type) is not null;

    private protected override SqlExpression Decimal(string plain, SqlType type) => Step(plain);

    // A number with a point would be a floating-point one.
    private protected override SqlExpression Step(string plain) => new KeywordExpression($"bignumeric '{plain}'");

    private protected override SqlExpression Time(object canonical) => canonical switch
    {
        DateOnly date => Cast(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), SqlTypeKind.Date),
        TimeOnly time => Cast(time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture), SqlTypeKind.Time),
        DateTime time => Cast(time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), SqlTypeKind.Timestamp),
        DateTimeOffset instant => Cast(
            instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00:00", SqlTypeKind.TimestampTz),
        _ => throw new ArgumentException($"{canonical.GetType()} is no time.", nameof(canonical)),
    };

    // A NUMERIC's text has no zeros at its end.
    private protected override SqlExpression TrimmedText(SqlExpression column) => new CastExpression(column, SqlType.Of(SqlTypeKind.Text));

    private protected override SqlExpression Sha256(SqlExpression text) =>
        new CallExpression("to_hex", [new CallExpression("sha256", [text])]);

    // In two halves: a number of 16 digits that begins with 8 or more is beyond what a cast reads.
    private protected override SqlExpression First64Bits(SqlExpression hexadecimal)
    {
        SqlExpression Half(int from) => new CastExpression(
            new BinaryExpression(new TextLiteral("0x"), "||", new CallExpression("substr", [hexadecimal, Integer(from), Integer(8)])), Int64);
        return new BinaryExpression(new BinaryExpression(Half(1), "<<", Integer(32)), "|", Half(9));
    }

    private protected override SqlExpression AsDecimal(SqlExpression column, SqlType type) =>
        type.Kind == SqlTypeKind.Numeric ? column : new CastExpression(column, BigNumeric);

    // A sum of INT64 is INT64, and PostgreSQL's of bigint is numeric.
    private protected override SqlExpression Summand(SqlExpression column, SqlType type) =>
        type.Kind == SqlTypeKind.BigInt ? AsDecimal(column, type) : column;

    // An average of integers would be a floating-point number, and NUMERIC's has nine places.
    private protected override SqlExpression Averaged(SqlExpression column, SqlType type, SqlType? castTo) => castTo switch
    {
        { Kind: SqlTypeKind.Double } => new CastExpression(column, castTo),
        { IsInteger: true } when !type.IsInteger => new CastExpression(new CastExpression(column, Int64), BigNumeric),
        _ => new CastExpression(column, BigNumeric),
    };

    private protected override SqlExpression Matches(SqlExpression text, RegexpPattern pattern) =>
        new CallExpression("regexp_contains", [text, new TextLiteral(Write(pattern, Capturing))]);

    private protected override SqlExpression Replaced(SqlExpression text, RegexpPattern pattern, ReplacementTemplate replacement)
    {
        string with = string.Concat(replacement.Parts.Select(part => part.Group is { } group
            ? @"\" + group.ToString(CultureInfo.InvariantCulture)
            : part.Text.Replace(@"\", @"\\", StringComparison.Ordinal)));
        return new CallExpression("regexp_replace", [text, new TextLiteral(Write(pattern, Capturing)), new TextLiteral(with)]);
    }

    private protected override DialectProblem? ProblemOfAverage(AggregationTransform average, SqlType type) =>
        base.ProblemOfAverage(average, type) ?? (
            SqlType.TryParse(average.CastTo, out SqlType castTo) && castTo is { Kind: SqlTypeKind.Numeric, Arguments.Count: > 0 }
                ? new DialectProblem("casts to no numeric with a number of digits", "cast to numeric, and set precision")
                : null);

    private static string Capturing(Patterns.GroupNode group) => group.Number > 0 ? "(" : "(?:";

    // . matches line breaks too.
    private static string Write(RegexpPattern pattern, Func<Patterns.GroupNode, string> open)
    {
        string text = Re2Pattern.Write(pattern, open);
        return PatternTree.Contains(pattern.Root, node => node is AnyCharacterNode) ? "(?s)" + text : text;
    }

    private static CastExpression Cast(string text, SqlTypeKind kind) => new(new TextLiteral(text), SqlType.Of(kind));
}
