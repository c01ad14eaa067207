using System.Globalization;
using System.Text;

namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>Writes a case's policy as YAML. Texts stand in double quotes, with all that is not ASCII escaped.</summary>
public static class PolicyText
{
    /// <param name="policy">The case.</param>
    /// <param name="platform">The type of platform, as the policy language names it.</param>
    /// <param name="source">The source's name.</param>
    public static string Write(PolicyCase policy, string platform, string source)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            metadata: { title: "generated" }
            source:
              ref:
                integration_fqn: {{Quote(source)}}
                platform: { id: "differential", platform_type: {{platform}} }
              fields:

            """);
        foreach (CaseField field in policy.Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - {{ name_parts: [ {Quote(field.Name)} ], type: {Quote(field.Spelling)} }}\n");
        }

        text.Append("rule_sets:\n");
        foreach (CaseRuleSet ruleSet in policy.RuleSets)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - target: {{ ref: {{ integration_fqn: {Quote(ruleSet.Target)} }} }}\n");
            List(text, "    filters:\n", ruleSet.Filters, filter => Filter(text, filter));
            List(text, "    field_transforms:\n", ruleSet.Transforms, transform => Transform(text, transform));
        }

        return text.ToString();
    }

    /// <summary>A text in double quotes, as both YAML and people read it.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                >= 32 and < 127 => rune.ToString(),
                <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $@"\u{rune.Value:X4}"),
                _ => string.Create(CultureInfo.InvariantCulture, $@"\U{rune.Value:X8}"),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static void List<T>(StringBuilder text, string head, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            text.Append(head);
        }

        foreach (T item in items)
        {
            write(item);
        }
    }

    private static void Filter(StringBuilder text, CaseFilter filter)
    {
        if (filter is GenericFilter generic)
        {
            text.Append("      - generic_filter:\n          conditions:\n");
            Branches(text, "            ", generic.Branches, sql => $"condition: {Quote(sql.Text)}");
        }
        else if (filter is RetentionFilter retention)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"      - retention_filter:\n          field: {{ name_parts: [ {Quote(retention.Field)} ] }}\n          conditions:\n");
            Branches(text, "            ", retention.Branches, days => days is null ? "" : $"period: {{ days: {Number(days.Value)} }}");
        }
    }

    private static void Transform(StringBuilder text, CaseTransform transform)
    {
        text.Append(CultureInfo.InvariantCulture, $"      - field: {{ name_parts: [ {Quote(transform.Field)} ] }}\n        transforms:\n");
        Branches(text, "          ", transform.Branches, Text);
    }

    private static void Branches<T>(StringBuilder text, string indent, IReadOnlyList<Branch<T>> branches, Func<T, string> write)
    {
        foreach (Branch<T> branch in branches)
        {
            string value = write(branch.Value);
            string groups = string.Join(", ", branch.Groups.Select(group => $"{{ group: {Quote(group)} }}"));
            text.Append(CultureInfo.InvariantCulture, $"{indent}- {{ principals: [ {groups} ]{(value.Length > 0 ? ", " : "")}{value} }}\n");
        }
    }

    private static string Text(CaseAction action) => action switch
    {
        Identity => "identity: {}",
        Nullify => "nullify: {}",
        Fixed @fixed => $"fixed: {{ value: {Quote(@fixed.Text)} }}",
        Hash { Seed: { } seed } => $"hash: {{ seed: {Number(seed)} }}",
        Hash => "hash: {}",
        Statement statement => $"sql_statement: {{ statement: {Quote(statement.Sql.Text)} }}",
        RegexpAction { Replacement.Count: 0 } regexp => $"regexp: {{ regexp: {Quote(RegexpText.Write(regexp.Pattern))} }}",
        RegexpAction regexp =>
            $"regexp: {{ regexp: {Quote(RegexpText.Write(regexp.Pattern))}, replacement: {Quote(RegexpText.Write(regexp.Replacement))} }}",
        Detokenize { Table: { } table } =>
            $"detokenize: {{ token_source_ref: {Quote(table.Name)}, token_field: {{ name_parts: [ {Quote(table.Token)} ] }}, "
                + $"value_field: {{ name_parts: [ {Quote(table.Value)} ] }} }}",
        Rounding { Way: "round" } round =>
            $"numeric_rounding: {{ round: {{ precision: {Number(round.Precision)}{(round.Divisor is null ? "" : ", divisor: " + round.Divisor)} }} }}",
        Rounding rounding => $"numeric_rounding: {{ {rounding.Way}: {{ divisor: {rounding.Divisor} }} }}",
        Aggregation aggregation =>
            $"aggregation: {{ {aggregation.Function}: {{ {Options(aggregation)} }}, "
                + $"partition_by: [ {string.Join(", ", aggregation.PartitionBy.Select(name => $"{{ name_parts: [ {Quote(name)} ] }}"))} ]"
                + $"{(aggregation.MinGroupSize is { } least ? ", min_group_size: " + Number(least) : "")} }}",
        _ => throw new InvalidOperationException($"Nothing is known of {action.GetType().Name}."),
    };

    private static string Options(Aggregation aggregation) => string.Join(", ", new[]
    {
        aggregation.Precision is { } precision ? "precision: " + Number(precision) : "",
        aggregation.CastTo is { } type ? $"cast_to: \"{type}\"" : "",
    }.Where(option => option.Length > 0));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
