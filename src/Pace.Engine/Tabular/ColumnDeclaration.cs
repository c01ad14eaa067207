using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Language;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>What somebody says of a column: its type, and perhaps whether NULL may stand in it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">The type.</param>
/// <param name="Nullable">Whether NULL may stand in it; null: where one does.</param>
public sealed record ColumnDeclaration(string Name, SqlType Type, bool? Nullable)
{
    private const string NotNull = " not null";
    private const string Null = " null";

    private static readonly HashSet<SqlTypeKind> Kinds =
    [
        SqlTypeKind.SmallInt, SqlTypeKind.Integer, SqlTypeKind.BigInt, SqlTypeKind.Numeric, SqlTypeKind.Double, SqlTypeKind.Text,
        SqlTypeKind.VarChar, SqlTypeKind.Boolean, SqlTypeKind.Date, SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz,
    ];

    /// <summary>The types that a column may be declared as, for completion and messages.</summary>
    public static IReadOnlyList<string> TypeNames { get; } =
    [
        "bigint", "boolean", "date", "double precision", "integer", "numeric", "smallint", "text", "timestamp", "timestamptz", "varchar",
    ];

    /// <summary>Reads a declaration such as <c>numeric(10,2)</c>, <c>integer not null</c> or <c>text null</c>.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: it is no type, or none for a column in hand.</exception>
    public static ColumnDeclaration Parse(string column, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string type = text.Trim();
        bool? nullable = null;
        if (type.EndsWith(NotNull, StringComparison.OrdinalIgnoreCase))
        {
            (type, nullable) = (type[..^NotNull.Length], false);
        }
        else if (type.EndsWith(Null, StringComparison.OrdinalIgnoreCase))
        {
            (type, nullable) = (type[..^Null.Length], true);
        }

        if (SqlType.TryParse(type, out SqlType read) && Kinds.Contains(read.Kind))
        {
            return new ColumnDeclaration(column, read, nullable);
        }

        string hint = NearestName.Hint(type, TypeNames) is { } near ? "; " + near : ".";
        throw new PaceException(
            PaceErrorKind.DataInvalid,
            $"Column {Quote.Name(column)} cannot have the type {Quote.Name(text)}{hint}",
            $"Types that there are: {string.Join(", ", TypeNames)}.",
            column);
    }

    /// <summary>
    /// What a table that is there says of columns, by its blueprint. A column of a type that none can be declared as is
    /// left out: the platform will judge its values.
    /// </summary>
    public static IEnumerable<ColumnDeclaration> Of(DataPolicy blueprint, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(blueprint);
        foreach (Field field in blueprint.Source?.Fields ?? [])
        {
            if (field.NameParts is [var name] && columns.Contains(name, StringComparer.OrdinalIgnoreCase)
                && SqlType.TryParse(field.Type ?? "", out SqlType type) && Kinds.Contains(type.Kind))
            {
                yield return new ColumnDeclaration(name, type, !field.Required);
            }
        }
    }

    /// <summary>Refuses a declaration of a column that is not there, naming the nearest.</summary>
    internal static void Check(IReadOnlyList<ColumnDeclaration> declared, IReadOnlyList<string> columns)
    {
        foreach (ColumnDeclaration declaration in declared)
        {
            if (columns.Contains(declaration.Name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            string hint = NearestName.Hint(declaration.Name, columns) is { } near ? "; " + near : ".";
            throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"There is no column {Quote.Name(declaration.Name)}{hint}",
                $"Columns that there are: {string.Join(", ", columns.Select(Quote.Name))}.",
                declaration.Name);
        }
    }
}
