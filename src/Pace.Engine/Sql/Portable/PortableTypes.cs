using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Portable;

/// <summary>The types that columns of a view have on PostgreSQL, worked out without it.</summary>
internal static class PortableTypes
{
    /// <summary>
    /// The type of a field in a rule set's view: the field's own where nothing is done with it, else the type that the
    /// branches' values have in common (hash of a number: bigint; rounding: numeric; sum of integer: bigint; ...).
    /// </summary>
    /// <returns>Null where the branches have none in common, which <see cref="PortableRules"/> reports.</returns>
    public static SqlType? OfColumn(ValueList<Field> fields, int field, RuleSet ruleSet, Expressions.SqlLexicalRules rules) =>
        throw new NotImplementedException();
}
