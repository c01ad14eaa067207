using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>Alternatives by principal: the first whose principals match decides.</summary>
internal static class Branches
{
    /// <summary>One expression of the alternatives, the last of which is for everybody else.</summary>
    public static SqlExpression Choose(
        SqlDialect dialect, IReadOnlyList<(ValueList<Principal> Principals, SqlExpression Value)> alternatives)
    {
        (ValueList<Principal> rest, SqlExpression otherwise) = alternatives[^1];
        if (rest.Count > 0)
        {
            throw new InvalidOperationException("The last alternative is for everybody else; validation saw to it.");
        }

        return alternatives.Count == 1
            ? otherwise
            : new CaseExpression(
                alternatives.Take(alternatives.Count - 1)
                    .Select(alternative => new CaseBranch(IsAnyOf(dialect, alternative.Principals)!, alternative.Value))
                    .ToValueList(),
                otherwise);
    }

    /// <summary>Whether the one who asks is one of the principals; null for everybody.</summary>
    public static SqlExpression? IsAnyOf(SqlDialect dialect, ValueList<Principal> principals) =>
        principals.Count == 0 ? null : dialect.IsAnyOf(principals);
}
