using System.Runtime.CompilerServices;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// A rule set whose conditions and statements were read once, from which the plan for an audience is made. May be used
/// by several threads at once.
/// </summary>
internal sealed class RuleSetCompiler
{
    private readonly ValueList<Field> _fields;
    private readonly SqlType[] _types;
    private readonly SqlType[] _columnTypes;
    private readonly RuleSet _ruleSet;
    private readonly SqlLexicalRules _rules;
    private readonly QualifiedName _target;
    private readonly Dictionary<string, PortableExpression> _conditions = [];
    private readonly Dictionary<string, PortableExpression> _statements = [];

    /// <param name="fields">The source's fields.</param>
    /// <param name="ruleSet">A rule set that passed validation and is portable.</param>
    /// <param name="rules">How the policy's own SQL is read.</param>
    public RuleSetCompiler(ValueList<Field> fields, RuleSet ruleSet, SqlLexicalRules rules)
    {
        (_fields, _ruleSet, _rules) = (fields, ruleSet, rules);
        _types = [.. fields.Select(TypeOf)];
        _target = Parse(ruleSet.Target!.Ref!.IntegrationFqn!);
        _columnTypes = [.. fields.Select((field, at) => PortableTypes.OfColumn(fields, at, ruleSet, rules) ?? _types[at])];
        foreach (GenericCondition condition in ruleSet.Filters.OfType<GenericFilter>().SelectMany(filter => filter.Conditions))
        {
            _conditions.TryAdd(condition.Condition, Read(condition.Condition, condition: true));
        }

        foreach (SqlStatementTransform statement in ruleSet.FieldTransforms.SelectMany(item => item.Transforms).Select(item => item.Action).OfType<SqlStatementTransform>())
        {
            _statements.TryAdd(statement.Statement, Read(statement.Statement, condition: false));
        }
    }

    /// <summary>A field's type; where the policy gives none, one of which nothing is known.</summary>
    public static SqlType TypeOf(Field field) =>
        field.Type.Length > 0 && SqlType.TryParse(field.Type, out SqlType type) ? type : SqlType.Of(SqlTypeKind.Other);

    /// <summary>What the view does for an audience.</summary>
    /// <param name="audience">Who looks.</param>
    /// <param name="tokens">The token tables.</param>
    /// <param name="now">What time it is, for retention.</param>
    public ViewPlan For(Audience audience, TokenTables tokens, DateTimeOffset now)
    {
        bool[] needs = new bool[_fields.Count];
        List<(int, Judge)> filters = [];
        for (int at = 0; at < _ruleSet.Filters.Count; at++)
        {
            if (Filter(_ruleSet.Filters[at], audience, now, needs) is { } judge)
            {
                filters.Add((at + 1, judge));
            }
        }

        ColumnPlan[] columns = [.. _fields.Select((field, at) => Column(field, at, audience, tokens, needs))];
        return new ViewPlan(_target, columns, filters, needs);
    }

    // Null: lets every row through.
    private Judge? Filter(Filter filter, Audience audience, DateTimeOffset now, bool[] needs)
    {
        switch (filter)
        {
            case GenericFilter generic:
                string text = Principals.Choose(audience, generic.Conditions, condition => condition.Principals).Condition;
                PortableExpression condition = _conditions[text];
                Need(condition, needs);
                return condition is PortableLiteral { Value: true } ? null : ExpressionCompiler.Condition(condition);
            case RetentionFilter retention:
                RetentionPeriod? period = Principals.Choose(audience, retention.Conditions, condition => condition.Principals).Period;
                if (period is null)
                {
                    return null;
                }

                int field = FieldAt(retention.Field!);
                needs[field] = true;
                return Retention.Judge(field, _types[field], period.Days!.Value, now);
            default:
                throw new InvalidOperationException($"Nothing is known of {filter.GetType().Name}.");
        }
    }

    private ColumnPlan Column(Field field, int at, Audience audience, TokenTables tokens, bool[] needs)
    {
        FieldTransform? fieldTransform = _ruleSet.FieldTransforms.FirstOrDefault(item => item.Field!.NameParts.Equals(field.NameParts));
        TransformAction action = fieldTransform is null
            ? new IdentityTransform()
            : Principals.Choose(audience, fieldTransform.Transforms, transform => transform.Principals).Action!;
        ViewColumn column = new(field.NameParts[^1], _columnTypes[at], action is IdentityTransform);
        SqlType type = _types[at];
        switch (action)
        {
            case IdentityTransform:
                return new ShownColumn(column);
            case NullifyTransform:
                return new ConstantColumn(column, null);
            case FixedTransform @fixed:
                object? constant = TransformCompiler.Fixed(type, @fixed);
                return new ConstantColumn(column, constant is not null && ValueConversion.Between(type, column.Type) is { } widen ? widen(constant) : constant);
            case SqlStatementTransform statement:
                PortableExpression expression = _statements[statement.Statement];
                if (expression is PortableLiteral { Value: null })
                {
                    return new ConstantColumn(column, null);
                }

                Need(expression, needs);
                return new ComputedColumn(column, Convert(ExpressionCompiler.Value(expression), expression.Type, column.Type));
            case AggregationTransform aggregation:
                return Aggregated(column, at, aggregation, needs);
        }

        needs[at] = true;
        (Func<object, object?> function, SqlType result) = action switch
        {
            RegexpTransform regexp => (TransformCompiler.Regexp(regexp), SqlType.Of(SqlTypeKind.Text)),
            HashTransform hash => (TransformCompiler.Hash(type, hash), SqlType.Of(type.IsText ? SqlTypeKind.Text : SqlTypeKind.BigInt)),
            NumericRoundingTransform rounding => (TransformCompiler.Round(rounding), SqlType.Of(SqlTypeKind.Numeric)),
            DetokenizeTransform detokenize => (Detokenize(tokens.Values(detokenize, type)), type),
            // Never the raw value: what is not understood must not look like a mask that was applied.
            _ => throw new InvalidOperationException($"Nothing is known of {action.GetType().Name}; validation sees to it."),
        };
        return new ComputedColumn(column, Convert([MethodImpl(MethodImplOptions.AggressiveOptimization)] (row) => row[at] is { } value ? function(value) : null, result, column.Type));
    }

    private AggregateColumn Aggregated(ViewColumn column, int at, AggregationTransform aggregation, bool[] needs)
    {
        SqlType type = _types[at];
        int[] partition = [.. aggregation.PartitionBy.Select(FieldAt)];
        foreach (int field in partition.Append(at))
        {
            needs[field] = true;
        }

        return new AggregateColumn(
            column, at, partition, Aggregate.Of(type, aggregation),
            ValueConversion.Between(PortableTypes.OfAggregate(aggregation, type), column.Type) ?? (value => value));
    }

    private static Func<object, object?> Detokenize(IReadOnlyDictionary<object, object?> values) =>
        token => values.TryGetValue(token, out object? value) && value is not null ? value : token;

    private static Compute Convert(Compute compute, SqlType from, SqlType to) =>
        ValueConversion.Between(from, to) is not { } conversion
            ? compute
            : row => compute(row) is { } value ? conversion(value) : null;

    private int FieldAt(Field field)
    {
        for (int at = 0; at < _fields.Count; at++)
        {
            if (_fields[at].NameParts.Equals(field.NameParts))
            {
                return at;
            }
        }

        throw new InvalidOperationException($"The field '{field.Name}' passed validation and is not there.");
    }

    private PortableExpression Read(string text, bool condition) =>
        PortableReader.TryRead(text, _fields, _rules, condition, out PortableExpression expression, out IReadOnlyList<SqlProblem> problems)
            ? expression
            : throw new InvalidOperationException($"An expression passed as portable, and {problems[0].Message}.");

    private static QualifiedName Parse(string text) =>
        QualifiedName.TryParse(text, out QualifiedName name, out string problem)
            ? name
            : throw new InvalidOperationException($"The name '{text}' passed validation, and {problem}.");

    private static void Need(PortableExpression expression, bool[] needs)
    {
        if (expression is PortableColumn column)
        {
            needs[column.Field] = true;
        }

        foreach (PortableExpression part in PortableParts.Of(expression))
        {
            Need(part, needs);
        }
    }
}
