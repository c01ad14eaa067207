using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Compilation;

/// <summary>The token tables that a view joins, each once for a column.</summary>
internal sealed class TokenJoins(ValueList<Field> fields, SqlDialect dialect)
{
    private readonly List<TokenJoin> _joins = [];
    private readonly List<ValueList<Principal>> _onlyFor = [];
    private readonly List<TokenSource> _sources = [];

    public ValueList<TokenJoin> All =>
        _joins.Zip(_onlyFor, (join, principals) => join with { OnlyFor = Branches.IsAnyOf(dialect, principals) }).ToValueList();

    public ValueList<TokenSource> Sources => _sources.ToValueList();

    /// <summary>The value of a token, NULL where there is none.</summary>
    public SqlExpression Value(Field field, DetokenizeTransform detokenize, ValueList<Principal> principals, string path)
    {
        if (!QualifiedName.TryParse(detokenize.TokenSourceRef, out QualifiedName table, out string problem))
        {
            throw new InvalidOperationException($"The token table '{detokenize.TokenSourceRef}' passed validation, and {problem}.");
        }

        string column = field.NameParts[0];
        ValueList<string> way = field.NameParts.Skip(1).ToValueList();
        string token = detokenize.TokenField!.NameParts[0];
        string value = detokenize.ValueField!.NameParts[0];
        int at = _joins.FindIndex(join => join.SourceColumn == column && join.SourcePath.Equals(way)
            && join.Table.Equals(table) && join.TokenColumn == token && join.ValueColumn == value);
        if (at < 0)
        {
            int number = _joins.Count + 1;
            _joins.Add(new TokenJoin(
                table, token, value, column, TypeOf(field), Unused("pace_tokens", number), Unused("pace_token", number), Unused("pace_value", number), null)
            { SourcePath = way });
            _onlyFor.Add(principals);
            _sources.Add(new TokenSource(table, token, value, path) { SourceColumn = field.Name });
            at = _joins.Count - 1;
        }
        else
        {
            _onlyFor[at] = Either(_onlyFor[at], principals);
        }

        return new ColumnExpression(_joins[at].ValueAlias, _joins[at].Alias);
    }

    private SqlType TypeOf(Field field) =>
        dialect.TryReadType(field.Type, out SqlType type) ? type : SqlType.Of(SqlTypeKind.Other);

    // No principals: everybody.
    private static ValueList<Principal> Either(ValueList<Principal> first, ValueList<Principal> second) =>
        first.Count == 0 || second.Count == 0 ? [] : [.. first.Union(second)];

    // The policy's own SQL names columns without their table, so a name of the join must not be one of them.
    private string Unused(string stem, int number)
    {
        string name = $"{stem}_{number}";
        while (fields.Any(field => field.NameParts[0].Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_";
        }

        return name;
    }
}
