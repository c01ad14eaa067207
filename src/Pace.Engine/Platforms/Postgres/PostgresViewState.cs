using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>What applying a policy is planned from: what is on the platform now.</summary>
/// <param name="CurrentUser">The role that new views would belong to.</param>
/// <param name="Targets">One for each view of the policy, in its order.</param>
/// <param name="Marked">All views with the policy's mark, targets or not.</param>
internal sealed record PostgresState(
    string CurrentUser, IReadOnlyList<TargetState> Targets, IReadOnlyList<MarkedView> Marked)
{
    /// <summary>The source's columns that the policy does not list.</summary>
    public ValueList<string> Hidden { get; init; } = [];
}

/// <summary>One view of the policy, and what has its name now.</summary>
/// <param name="View">The view to be made.</param>
/// <param name="Columns">The columns that it will have.</param>
/// <param name="Existing">What has its name; null: nothing.</param>
/// <param name="DefaultAcl">The rights that a view made by the current user in that schema begins with.</param>
internal sealed record TargetState(
    CompiledView View, ValueList<ColumnShape> Columns, ExistingRelation? Existing, ValueList<AclEntry> DefaultAcl);

/// <summary>Something in pg_class.</summary>
/// <param name="Kind">As <see cref="TableInfo.Kind"/> says it, or <c>sequence</c>, <c>index</c> and the like.</param>
/// <param name="Owner">The role that it belongs to.</param>
/// <param name="Comment">Its comment.</param>
/// <param name="Columns">Its columns, with their comments.</param>
/// <param name="Acl">The rights on it and its columns.</param>
/// <param name="Dependants">What depends on it.</param>
internal sealed record ExistingRelation(
    string Kind,
    string Owner,
    string? Comment,
    ValueList<(ColumnShape Shape, string? Comment)> Columns,
    ValueList<AclEntry> Acl,
    ValueList<Dependant> Dependants);

/// <summary>A view with a policy's mark.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Owner">The role that it belongs to.</param>
/// <param name="IsOurs">
/// Whether the login may act as that role, and the role may read the policy's source. A mark that anybody else wrote
/// decides nothing.
/// </param>
/// <param name="Dependants">What depends on it.</param>
internal sealed record MarkedView(ViewMark Mark, string Owner, bool IsOurs, ValueList<Dependant> Dependants)
{
    /// <summary>The view's name.</summary>
    public QualifiedName Name => Mark.Target;
}

/// <summary>Something that depends on a view.</summary>
/// <param name="Description">The kind and the name, such as <c>view public.report</c>.</param>
/// <param name="IsPart">Whether it is a part of the view (a trigger, a rule), which is dropped along with it.</param>
internal sealed record Dependant(string Description, bool IsPart);

/// <summary>One right of one grantee.</summary>
/// <param name="Grantor">Who gave it.</param>
/// <param name="Grantee">Who has it; null: PUBLIC.</param>
/// <param name="Privilege">PostgreSQL's word, such as <c>SELECT</c>.</param>
/// <param name="GrantOption">Whether the grantee may pass it on.</param>
/// <param name="Column">The column that it is for; null: the whole view.</param>
internal sealed record AclEntry(string Grantor, string? Grantee, string Privilege, bool GrantOption, string? Column = null);

/// <summary>What replacing a view in place must not change of a column.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type's OID; of a domain the type below it, as the server describes a query's columns.</param>
/// <param name="Modifier">Length, or precision and scale, of the types whose descriptions tell it; else empty.</param>
internal sealed record ColumnShape(string Name, uint Type, string Modifier)
{
    // Of each type its OID and that of its arrays, whose modifier is their elements'.
    private static readonly uint[] Texts = [1042, 1014, 1043, 1015];
    private static readonly uint[] Numerics = [1700, 1231];

    // time, timestamp, timestamptz, timetz, bit, varbit
    private static readonly uint[] Plain = [1083, 1183, 1114, 1115, 1184, 1185, 1266, 1270, 1560, 1561, 1562, 1563];
    private static readonly uint[] Intervals = [1186, 1187];

    /// <summary>A column as the catalog has it.</summary>
    public static ColumnShape FromCatalog(string name, uint type, int modifier) =>
        new(name, type, modifier switch
        {
            < 0 => "",
            _ when Texts.Contains(type) => $"{modifier - 4}",
            _ when Numerics.Contains(type) => $"{(modifier - 4) >> 16 & 0xffff},{modifier - 4 & 0xffff}",
            _ when Plain.Contains(type) => $"{modifier}",
            // Which fields an interval has stands above, and the driver does not tell.
            _ when Intervals.Contains(type) => $"{modifier & 0xffff}",
            _ => "",
        });

    /// <summary>A column as the server describes it for a query.</summary>
    public static ColumnShape FromDescription(ResultColumn column) =>
        new(column.Name, column.TypeOid, HasModifier(column.TypeOid) ? Brackets(column.TypeName) : "");

    private static bool HasModifier(uint type) =>
        Texts.Contains(type) || Numerics.Contains(type) || Plain.Contains(type) || Intervals.Contains(type);

    private static string Brackets(string type)
    {
        int from = type.IndexOf('(', StringComparison.Ordinal);
        return from < 0 ? "" : type[(from + 1)..type.IndexOf(')', from)].Replace(" ", "", StringComparison.Ordinal);
    }
}
