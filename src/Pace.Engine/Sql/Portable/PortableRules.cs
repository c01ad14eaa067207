using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// Finds what of a policy can only be done on a real platform: SQL outside of the portable subset, patterns that memory
/// does not match alike, computations on types without one meaning, branches without a common type. For the embedded
/// platform's dialect and for evaluation. Says nothing where validation has said something.
/// </summary>
internal sealed class PortableRules
{
    private const string OnPlatform = "Invoke-PaceEvaluation -On <platform> evaluates it on a real platform";

    private readonly ValueList<Field> _fields;
    private readonly SqlLexicalRules _rules;
    private readonly DiagnosticBag _bag;

    private PortableRules(DataPolicy policy, SqlLexicalRules rules, DiagnosticBag bag)
    {
        _fields = policy.Source?.Fields ?? [];
        _rules = rules;
        _bag = bag;
    }

    /// <summary>Reports each as <see cref="DiagnosticCodes.NotPortable"/> or <see cref="DiagnosticCodes.MixedTypes"/>.</summary>
    public static void Check(DataPolicy policy, SqlLexicalRules rules, DiagnosticBag bag)
    {
        PortableRules check = new(policy, rules, bag);
        for (int at = 0; at < policy.RuleSets.Count; at++)
        {
            check.RuleSet(policy.RuleSets[at], $"rule_sets[{at}]");
        }
    }

    private void RuleSet(RuleSet ruleSet, string path)
    {
        for (int at = 0; at < ruleSet.Filters.Count; at++)
        {
            if (ruleSet.Filters[at] is GenericFilter generic)
            {
                for (int number = 0; number < generic.Conditions.Count; number++)
                {
                    Sql(generic.Conditions[number].Condition, $"{path}.filters[{at}].generic_filter.conditions[{number}].condition", condition: true);
                }
            }
        }

        for (int at = 0; at < ruleSet.FieldTransforms.Count; at++)
        {
            FieldTransform fieldTransform = ruleSet.FieldTransforms[at];
            if (_fields.FirstOrDefault(candidate => candidate.NameParts.Equals(fieldTransform.Field?.NameParts)) is { } field)
            {
                Transforms(field, fieldTransform, $"{path}.field_transforms[{at}]");
            }
        }
    }

    private void Transforms(Field field, FieldTransform fieldTransform, string path)
    {
        for (int at = 0; at < fieldTransform.Transforms.Count; at++)
        {
            Action(field, fieldTransform.Transforms[at].Action, $"{path}.transforms[{at}]");
        }

        if (PortableTypes.OfBranches(_fields, field, fieldTransform, _rules) is not { } types || PortableTypes.HaveCommon(types))
        {
            return;
        }

        string names = string.Join(" and ", types.Select(type => PortableKinds.Name(type.Kind)).Distinct());
        int text = fieldTransform.Transforms.ToList().FindIndex(IsUntypedText);
        if (text >= 0)
        {
            Refuse($"{path}.transforms[{text}].sql_statement.statement",
                $"a text stands beside other branches of '{field.Name}', and is read as their type: together they give {names}", "use fixed");
        }
        else if (PortableTypes.HaveCommonOnPlatform(types))
        {
            Refuse(path, types.All(type => type.IsDateOrTimestamp)
                ? $"the branches of '{field.Name}' give {names}: the session's time zone would decide"
                : $"the branches of '{field.Name}' give {names}, which only a real platform brings to one type");
        }
        else
        {
            _bag.Add(DiagnosticCodes.MixedTypes, path, $"the branches of '{field.Name}' give {names}, which have no type in common");
        }
    }

    private bool IsUntypedText(Transform transform) =>
        transform.Action is SqlStatementTransform statement
        && PortableReader.TryRead(statement.Statement, _fields, _rules, condition: false, out PortableExpression expression, out _)
        && expression is PortableLiteral { IsUntyped: true, Value: not null };

    private void Action(Field field, TransformAction? action, string path)
    {
        SqlType? type = field.Type.Length > 0 && SqlType.TryParse(field.Type, out SqlType known) ? known : null;
        switch (action)
        {
            case SqlStatementTransform statement:
                Sql(statement.Statement, path + ".sql_statement.statement", condition: false);
                break;
            case RegexpTransform regexp:
                Typed(field, path + ".regexp", "a regular expression");
                Computing(field, type, path + ".regexp", "a regular expression");
                if (RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out _) && RegexpMatcher.Problem(pattern) is { } problem)
                {
                    Refuse(path + ".regexp.regexp", problem);
                }

                break;
            case HashTransform:
                Computing(field, type, path + ".hash", "a hash");
                break;
            case FixedTransform:
                Computing(field, type, path + ".fixed", "a fixed value");
                break;
            case DetokenizeTransform:
                Typed(field, path + ".detokenize", "looking up a token");
                Computing(field, type, path + ".detokenize", "looking up a token");
                break;
            case NumericRoundingTransform:
                Computing(field, type, path + ".numeric_rounding", "rounding");
                break;
            case AggregationTransform aggregation:
                Aggregation(field, type, aggregation, path + ".aggregation");
                break;
        }
    }

    private void Aggregation(Field field, SqlType? type, AggregationTransform aggregation, string path)
    {
        Computing(field, type, path, "an aggregation");
        if (SqlType.TryParse(aggregation.CastTo, out SqlType castTo) && castTo.Kind == SqlTypeKind.Real)
        {
            Refuse(path, $"cast_to: {aggregation.CastTo} is only computed on a real platform", "use double precision or numeric");
        }

        foreach (Field partition in aggregation.PartitionBy)
        {
            Field? by = _fields.FirstOrDefault(candidate => candidate.NameParts.Equals(partition.NameParts));
            if (by is { Type.Length: > 0 } && SqlType.TryParse(by.Type, out SqlType byType))
            {
                Computing(by, byType, path, "a partition");
            }
            else if (by is not null)
            {
                Typed(by, path, "a partition");
            }
        }
    }

    // What a platform does without the type that the policy gives, memory does not.
    private void Typed(Field field, string path, string what)
    {
        if (field.Type.Length == 0)
        {
            Refuse(path, $"{what} needs the type of '{field.Name}', and the source gives none", "set it in source.fields");
        }
    }

    // Elsewhere a type that is not given is validation's to report.
    private void Computing(Field field, SqlType? type, string path, string what)
    {
        if (type is not null && PortableKinds.Computing(type) is null)
        {
            Refuse(path, $"{what} on '{field.Name}', which is {field.Type}, is only done on a real platform",
                type.Kind == SqlTypeKind.Char ? "char pads with blanks; use varchar" : null);
        }
    }

    private void Sql(string text, string path, bool condition)
    {
        // What is no single expression, validation has refused.
        if (string.IsNullOrWhiteSpace(text) || SqlExpressionScanner.Check(text, _rules, condition).Count > 0
            || PortableReader.TryRead(text, _fields, _rules, condition, out _, out IReadOnlyList<SqlProblem> problems))
        {
            return;
        }

        foreach (SqlProblem problem in problems)
        {
            Refuse(path,
                string.Create(CultureInfo.InvariantCulture, $"the {(condition ? "condition" : "statement")}, character {problem.Offset + 1}: {problem.Message}"),
                problem.Hint);
        }
    }

    private void Refuse(string path, string message, string? hint = null) =>
        _bag.Add(DiagnosticCodes.NotPortable, path, message, hint is null ? OnPlatform : $"{hint}; {OnPlatform}");
}
