using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>The types of a view's columns, which SQLite does not know.</summary>
internal static class SqliteViewTypes
{
    /// <summary>One for each field of a policy that passed the portable rules.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="ruleSet">Which of its rule sets, from 0.</param>
    public static ValueList<SqlType> Of(DataPolicy policy, int ruleSet)
    {
        ValueList<Field> fields = policy.Source!.Fields;
        return Enumerable.Range(0, fields.Count)
            .Select(at => PortableTypes.OfColumn(fields, at, policy.RuleSets[ruleSet], SqlLexicalRules.Sqlite)
                // A field without a type is shown as it is, or the portable rules refuse it.
                ?? SqlType.Of(SqlTypeKind.Other))
            .ToValueList();
    }
}
