using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Compilation;

/// <summary>
/// Finds what a dialect cannot express, all of it at once. Says nothing where a policy has no value to judge:
/// validation does.
/// </summary>
internal sealed class DialectRules
{
    private readonly SqlDialect _dialect;
    private readonly DiagnosticBag _bag;

    private DialectRules(SqlDialect dialect, DiagnosticBag bag) => (_dialect, _bag) = (dialect, bag);

    public static void Check(DataPolicy policy, SqlDialect dialect, DiagnosticBag bag)
    {
        DialectRules rules = new(dialect, bag);
        rules.Table(policy.Source?.Ref?.IntegrationFqn, "source.ref.integration_fqn");
        ValueList<Field> fields = policy.Source?.Fields ?? [];
        for (int at = 0; at < fields.Count; at++)
        {
            rules.Column(fields[at], $"source.fields[{at}].name_parts");
            rules.Type(fields[at], $"source.fields[{at}].type");
        }

        for (int at = 0; at < policy.RuleSets.Count; at++)
        {
            rules.RuleSet(policy.RuleSets[at], fields, $"rule_sets[{at}]");
        }

        if (dialect.IsPortable)
        {
            PortableRules.Check(policy, dialect.LexicalRules, bag);
        }
    }

    private void RuleSet(RuleSet ruleSet, ValueList<Field> fields, string path)
    {
        if (ruleSet.Target?.Type == TargetType.DbtSql)
        {
            _bag.Add(DiagnosticCodes.TargetUnsupported, path + ".target.type", "Pace makes SQL views, not dbt models");
        }

        Table(ruleSet.Target?.Ref?.IntegrationFqn, path + ".target.ref.integration_fqn");
        for (int at = 0; at < ruleSet.FieldTransforms.Count; at++)
        {
            FieldTransform fieldTransform = ruleSet.FieldTransforms[at];
            string here = $"{path}.field_transforms[{at}]";
            Field? field = fields.FirstOrDefault(candidate => candidate.NameParts.Equals(fieldTransform.Field?.NameParts));
            for (int branch = 0; branch < fieldTransform.Transforms.Count; branch++)
            {
                Principals(fieldTransform.Transforms[branch].Principals, $"{here}.transforms[{branch}]");
                Action(fieldTransform.Transforms[branch].Action, $"{here}.transforms[{branch}]");
            }

            if (field is not null)
            {
                Typed(field, fields, fieldTransform, here);
                FixedValues(field, fieldTransform, here);
                CommonType(field, fieldTransform, here);
            }
        }

        for (int at = 0; at < ruleSet.Filters.Count; at++)
        {
            Filter(ruleSet.Filters[at], $"{path}.filters[{at}]");
        }
    }

    private void Filter(Filter filter, string path)
    {
        switch (filter)
        {
            case GenericFilter generic:
                for (int at = 0; at < generic.Conditions.Count; at++)
                {
                    string here = $"{path}.generic_filter.conditions[{at}]";
                    Principals(generic.Conditions[at].Principals, here);
                    Text(generic.Conditions[at].Condition, here + ".condition");
                }

                break;
            case RetentionFilter retention:
                for (int at = 0; at < retention.Conditions.Count; at++)
                {
                    string here = $"{path}.retention_filter.conditions[{at}]";
                    Principals(retention.Conditions[at].Principals, here);
                    if (retention.Conditions[at].Period?.Days is { } days && _dialect.ProblemOfRetention(days) is { } problem)
                    {
                        _bag.Add(DiagnosticCodes.RetentionDays, here + ".period.days", $"{_dialect.Name}: {problem}", "leave the period out for ever");
                    }
                }

                break;
        }
    }

    private void Action(TransformAction? action, string path)
    {
        switch (action)
        {
            case FixedTransform @fixed:
                Text(@fixed.Value, path + ".fixed.value");
                break;
            case SqlStatementTransform statement:
                Text(statement.Statement, path + ".sql_statement.statement");
                break;
            case RegexpTransform regexp:
                Text(regexp.Regexp, path + ".regexp.regexp");
                Text(regexp.Replacement, path + ".regexp.replacement");
                if (RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out _)
                    && ReplacementTemplate.TryParse(regexp.Replacement, pattern.GroupCount, out ReplacementTemplate replacement, out _)
                    && _dialect.ProblemOfRegexp(pattern, regexp.Replacement.Length == 0 ? null : replacement) is { } problem)
                {
                    _bag.Add(DiagnosticCodes.RegexpUnsupported, path + ".regexp.regexp", $"{_dialect.Name}: {problem}");
                }

                break;
            case DetokenizeTransform detokenize:
                Table(detokenize.TokenSourceRef, path + ".detokenize.token_source_ref");
                Column(detokenize.TokenField, path + ".detokenize.token_field.name_parts", ofSource: false);
                Column(detokenize.ValueField, path + ".detokenize.value_field.name_parts", ofSource: false);
                break;
        }
    }

    private void Principals(ValueList<Principal> principals, string path)
    {
        for (int at = 0; at < principals.Count; at++)
        {
            Principal principal = principals[at];
            string here = $"{path}.principals[{at}]";
            if (principal.Kind != PrincipalKind.None && !_dialect.Knows(principal.Kind))
            {
                _bag.Add(DiagnosticCodes.PrincipalUnsupported, here,
                    $"{_dialect.Name} knows groups, and '{principal.Name}' is a {principal.Kind.ToString().ToLowerInvariant()}",
                    $"write group: {principal.Name} if it is one");
            }
            else if (principal.Kind != PrincipalKind.None && principal.Name.Length > 0
                && _dialect.ProblemOfGroup(principal.Name) is { } problem)
            {
                _bag.Add(DiagnosticCodes.NameInvalid, here, $"the {principal.Kind.ToString().ToLowerInvariant()} '{principal.Name}' cannot be used: {problem}");
            }
        }
    }

    private void Table(string? text, string path)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        string? problem = QualifiedName.TryParse(text, out QualifiedName name, out string unreadable)
            ? _dialect.ProblemOfName(name)
            : unreadable;
        if (problem is not null)
        {
            _bag.Add(DiagnosticCodes.NameInvalid, path, $"'{text}' is no name of a table or view: {problem}");
        }
    }

    private void Column(Field? field, string path, bool ofSource = true)
    {
        if (field is null || field.NameParts.Count == 0)
        {
            return;
        }

        if (field.NameParts.Count > 1 && !_dialect.HasNestedFields)
        {
            _bag.Add(DiagnosticCodes.NestedField, path, $"{_dialect.Name} has no nested field '{field.Name}'",
                "a column whose name holds a dot is one part: [ \"a.b\" ]");
        }
        else if (field.NameParts.Count > 1 && !ofSource)
        {
            _bag.Add(DiagnosticCodes.NestedField, path, $"tokens and their values are looked up in whole columns, and '{field.Name}' is a nested field");
        }

        foreach (string part in field.NameParts.Where(part => part.Length > 0))
        {
            if (_dialect.ProblemOfColumn(part) is { } problem)
            {
                _bag.Add(DiagnosticCodes.NameInvalid, path, $"the column '{part}' cannot be used: {problem}");
            }
        }
    }

    // What the dialect cannot do with values of the field's type.
    private void Typed(Field field, ValueList<Field> fields, FieldTransform fieldTransform, string path)
    {
        if (_dialect.HasNestedFields && NestedColumns.HasNested(fields, field))
        {
            _bag.Add(DiagnosticCodes.NestedField, path + ".field", $"'{field.Name}' is made of its nested fields, which the source lists",
                "transform those, or do not list them");
        }

        bool known = _dialect.TryReadType(field.Type, out SqlType type);
        for (int at = 0; at < fieldTransform.Transforms.Count; at++)
        {
            TransformAction? action = fieldTransform.Transforms[at].Action;
            if (known && action is not null && _dialect.ProblemOfTransform(action, type) is { } problem)
            {
                _bag.Add(DiagnosticCodes.TransformUnsupported, $"{path}.transforms[{at}]",
                    $"'{field.Name}' is {field.Type}, and {_dialect.Name} {problem.Message}", problem.Hint);
            }

            for (int part = 0; action is AggregationTransform aggregation && part < aggregation.PartitionBy.Count; part++)
            {
                Field? by = fields.FirstOrDefault(candidate => candidate.NameParts.Equals(aggregation.PartitionBy[part].NameParts));
                if (by is not null && _dialect.TryReadType(by.Type, out SqlType byType) && _dialect.ProblemOfPartition(byType) is { } refused)
                {
                    _bag.Add(DiagnosticCodes.TransformUnsupported, $"{path}.transforms[{at}].aggregation.partition_by[{part}]",
                        $"'{by.Name}' is {by.Type}, and {_dialect.Name} {refused}");
                }
            }
        }
    }

    private void Type(Field field, string path)
    {
        if (_dialect.TryReadType(field.Type, out SqlType type) && HasFields(type) && !_dialect.HasNestedFields)
        {
            _bag.Add(DiagnosticCodes.TypeInvalid, path, $"{_dialect.Name} has no type {field.Type}");
        }
    }

    private static bool HasFields(SqlType type) => type.Kind == SqlTypeKind.Struct
        || (type.Kind == SqlTypeKind.Array && SqlType.TryParse(type.Parts[0].Split('[')[0], out SqlType element) && HasFields(element));

    private void Text(string text, string path)
    {
        if (_dialect.ProblemOfText(text) is { } problem)
        {
            _bag.Add(DiagnosticCodes.TextInvalid, path, $"{_dialect.Name} cannot hold this text: {problem}");
        }
    }

    private void FixedValues(Field field, FieldTransform fieldTransform, string path)
    {
        for (int at = 0; at < fieldTransform.Transforms.Count; at++)
        {
            if (fieldTransform.Transforms[at].Action is FixedTransform { Value: var value } && SqlType.TryParse(field.Type, out SqlType plain)
                && Validation.Rules.FixedValues.Problem(value, plain) is null && _dialect.TryReadType(field.Type, out SqlType type) && _dialect.ProblemOfFixed(value, type) is { } problem)
            {
                _bag.Add(DiagnosticCodes.BadFixedValue, $"{path}.transforms[{at}].fixed.value", $"the value for '{field.Name}' {problem}");
            }
        }
    }

    // A 64-bit hash beside a floating-point value becomes one, and loses its last bits: other rows would look alike.
    private void CommonType(Field field, FieldTransform fieldTransform, string path)
    {
        bool isFloat = SqlType.TryParse(field.Type, out SqlType type) && type.Kind is SqlTypeKind.Real or SqlTypeKind.Double;
        if (!isFloat)
        {
            return;
        }

        // Two different tokens can be one floating-point number, and a row would be there twice.
        int token = fieldTransform.Transforms.ToList().FindIndex(transform => transform.Action is DetokenizeTransform);
        if (token >= 0)
        {
            _bag.Add(DiagnosticCodes.TransformUnsupported, $"{path}.transforms[{token}]",
                $"'{field.Name}' is {field.Type}, and a floating-point number names no token exactly",
                "keep tokens as text, integers or numeric");
        }

        int hash = fieldTransform.Transforms.ToList().FindIndex(transform => transform.Action is HashTransform);
        bool others = fieldTransform.Transforms.Any(transform => transform.Action is not (HashTransform or NullifyTransform));
        if (hash >= 0 && others)
        {
            _bag.Add(DiagnosticCodes.MixedTypes, $"{path}.transforms[{hash}]",
                $"the hash of '{field.Name}' is a 64-bit integer, and other branches are {field.Type}: together they would lose digits",
                "use numeric_rounding or nullify, or hash in every branch");
        }
    }
}
