using Pace.Engine.Policies;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// SQLite's spelling. The source is read without any index, in the order of its rows: an index that holds all columns
/// of a query would be read instead, in its order.
/// </summary>
/// <remarks>
/// A window function of one's own cannot be registered, so an aggregate is a query over the rows that the view shows,
/// grouped by the partition, and joined to them. The join is written CROSS, which SQLite takes as the order to join in.
/// </remarks>
internal sealed class SqliteWriter : SqlWriter
{
    private readonly Dictionary<WindowExpression, ColumnExpression> _windows = [];

    protected override string Identifier(string name) => SqliteText.Identifier(name);

    protected override string Name(QualifiedName name) => SqliteText.Name(name);

    protected override string Literal(string text) => SqliteText.Literal(text);

    protected override string TypeName(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Text => "text",
        SqlTypeKind.Double => "real",
        _ => throw new ArgumentException($"SQLite is not asked to make {type.Kind} of anything.", nameof(type)),
    };

    public override void Query(SelectQuery query)
    {
        List<IGrouping<ValueList<SqlExpression>, WindowExpression>> partitions =
            [.. query.Columns.SelectMany(column => Windows(column.Value)).Distinct().GroupBy(window => window.PartitionBy)];
        if (partitions.Count == 0)
        {
            Select(query.Columns);
            Source(query);
            Joins(query);
            Where(query.Where);
            return;
        }

        string rows = Unused("pace_rows", query.Joins.Select(join => join.Table.Name).Append(query.From.Name));
        Append("with ").Append(Identifier(rows)).Append(" as materialized (");
        Indented(() =>
        {
            Select([.. query.Columns.Select(column => new SelectColumn(new ColumnExpression(column.Name), column.Name))]);
            Source(query);
            Where(query.Where);
        });
        Line();
        Append(")");
        Line();
        List<Action> joins = [];
        for (int number = 1; number <= partitions.Count; number++)
        {
            joins.Add(Aggregates(query, partitions[number - 1], rows, number));
        }

        Select(query.Columns);
        Line();
        Append("from ").Append(Identifier(rows));
        joins.ForEach(join => join());
        Joins(query);
    }

    protected override void TokenTable(TokenJoin join)
    {
        SqlExpression token = Key(new ColumnExpression(join.TokenColumn), join.SourceType);
        SqlExpression value = SqliteExpressions.Value(new ColumnExpression(join.ValueColumn), join.SourceType);
        string least = join.SourceType.Kind == SqlTypeKind.Numeric ? SqliteFunction.MinNumeric : "min";
        Select([new SelectColumn(token, join.TokenAlias), new SelectColumn(SqliteExpressions.Call(least, value), join.ValueAlias)]);
        Line();
        Append("from ").Append(Name(join.Table));
        Where(join.OnlyFor is null ? [] : [join.OnlyFor]);
        Line();
        Append("group by 1");
    }

    protected override void Window(WindowExpression window) => Expression(_windows[window]);

    private void Source(SelectQuery query)
    {
        Line();
        Append("from ").Append(Name(query.From)).Append(" not indexed");
    }

    private void Joins(SelectQuery query)
    {
        foreach (TokenJoin join in query.Joins)
        {
            Join("left join", () => TokenTable(join), join.Alias, new BinaryExpression(
                new ColumnExpression(join.TokenAlias, join.Alias),
                "=",
                Key(new ColumnExpression(join.SourceColumn), join.SourceType)));
        }
    }

    // What the aggregates of one partition are called, and how they are joined.
    private Action Aggregates(SelectQuery query, IGrouping<ValueList<SqlExpression>, WindowExpression> partition, string rows, int number)
    {
        List<string> columns = [.. query.Columns.Select(column => column.Name)];
        string alias = Unused($"pace_aggregates_{number}", columns);
        List<SelectColumn> keys =
            [.. partition.Key.Select((key, at) => new SelectColumn(key, Unused($"pace_key_{number}_{at + 1}", columns)))];
        List<SelectColumn> values =
            [.. partition.Select((window, at) => new SelectColumn(window.Call, Unused($"pace_aggregate_{number}_{at + 1}", columns)))];
        foreach ((WindowExpression window, SelectColumn value) in partition.Zip(values))
        {
            _windows[window] = new ColumnExpression(value.Name, alias);
        }

        // Rows whose key is NULL are one partition.
        SqlExpression? on = keys.Count == 0
            ? null
            : keys.Select(key => new BinaryExpression(new ColumnExpression(key.Name, alias), "is", key.Value))
                .Aggregate((left, right) => new BinaryExpression(left, "and", right));
        return () => Join(
            "cross join",
            () =>
            {
                Select([.. keys, .. values]);
                Line();
                Append("from ").Append(Identifier(rows));
                if (keys.Count > 0)
                {
                    Line();
                    Append("group by ").Append(string.Join(", ", Enumerable.Range(1, keys.Count).Select(at => SqliteText.Number(at))));
                }
            },
            alias,
            on);
    }

    private static SqlExpression Key(ColumnExpression column, SqlType type) =>
        SqliteExpressions.Key(SqliteExpressions.Value(column, type), type.Kind);

    private static IEnumerable<WindowExpression> Windows(SqlExpression? expression) => expression switch
    {
        WindowExpression window => [window],
        CaseExpression choice => choice.Branches
            .SelectMany(branch => Windows(branch.When).Concat(Windows(branch.Then))).Concat(Windows(choice.Else)),
        BinaryExpression binary => Windows(binary.Left).Concat(Windows(binary.Right)),
        _ => [],
    };

    // The policy's own SQL names columns without their table, so a name of Pace's must not be one of them.
    private static string Unused(string stem, IEnumerable<string> taken)
    {
        while (taken.Any(name => SqliteText.SameName(name, stem)))
        {
            stem += "_";
        }

        return stem;
    }
}
