using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>The messages that say what is made: rule sets with their filters, and the policy as a whole.</summary>
internal static class RuleSetMessages
{
    private static readonly MessageShape<RetentionPeriod> Period = new MessageShape<RetentionPeriod>(() => new RetentionPeriod())
        .Optional("days", Int64Shape.Instance, period => period.Days, (period, value) => period with { Days = value }, "write the number of days");

    private static readonly MessageShape<RetentionCondition> RetentionCondition = new MessageShape<RetentionCondition>(() => new RetentionCondition())
        .List("principals", PolicyMessages.Principal, item => item.Principals, (item, value) => item with { Principals = value })
        .Message("period", Period, item => item.Period, (item, value) => item with { Period = value }, nullHint: "write period: { days: ... }, or leave the key out to keep rows for ever");

    private static readonly MessageShape<RetentionFilter> RetentionFilter = new MessageShape<RetentionFilter>(() => new RetentionFilter())
        .Message("field", PolicyMessages.Field, filter => filter.Field, (filter, value) => filter with { Field = value })
        .List("conditions", RetentionCondition, filter => filter.Conditions, (filter, value) => filter with { Conditions = value });

    private static readonly MessageShape<GenericCondition> GenericCondition = new MessageShape<GenericCondition>(() => new GenericCondition())
        .List("principals", PolicyMessages.Principal, item => item.Principals, (item, value) => item with { Principals = value })
        .Text("condition", item => item.Condition, (item, value) => item with { Condition = value });

    private static readonly MessageShape<GenericFilter> GenericFilter = new MessageShape<GenericFilter>(() => new GenericFilter())
        .List("conditions", GenericCondition, filter => filter.Conditions, (filter, value) => filter with { Conditions = value });

    private static readonly MessageShape<FieldTransform> FieldTransform = new MessageShape<FieldTransform>(() => new FieldTransform())
        .Message("field", PolicyMessages.Field, item => item.Field, (item, value) => item with { Field = value })
        .List("transforms", TransformMessages.Transform, item => item.Transforms, (item, value) => item with { Transforms = value });

    private static readonly MessageShape<Target> Target = new MessageShape<Target>(() => new Target())
        .Implicit("type", TargetTypes(), target => target.Type, (target, value) => target with { Type = value })
        .Message("ref", PolicyMessages.ResourceUrn, target => target.Ref, (target, value) => target with { Ref = value });

    private static readonly MessageShape<RuleSet> RuleSet = new MessageShape<RuleSet>(() => new RuleSet())
        .Message("target", Target, ruleSet => ruleSet.Target, (ruleSet, value) => ruleSet with { Target = value })
        .List("field_transforms", FieldTransform, ruleSet => ruleSet.FieldTransforms, (ruleSet, value) => ruleSet with { FieldTransforms = value })
        .List("filters", new FilterShape(), ruleSet => ruleSet.Filters, (ruleSet, value) => ruleSet with { Filters = value });

    /// <summary>A data policy.</summary>
    public static readonly MessageShape<DataPolicy> DataPolicy = new MessageShape<DataPolicy>(() => new DataPolicy())
        .Message("metadata", PolicyMessages.Metadata, policy => policy.Metadata, (policy, value) => policy with { Metadata = value })
        .Message("source", PolicyMessages.Source, policy => policy.Source, (policy, value) => policy with { Source = value })
        .List("rule_sets", RuleSet, policy => policy.RuleSets, (policy, value) => policy with { RuleSets = value });

    private static NameShape<TargetType> TargetTypes() => new(
        "a target type",
        ("TARGET_TYPE_UNSPECIFIED", 0, TargetType.Unspecified),
        ("SQL_VIEW", 1, TargetType.SqlView),
        ("DBT_SQL", 2, TargetType.DbtSql));

    /// <summary>A filter: the alternatives of the protocol's message are records of their own.</summary>
    private sealed class FilterShape : Shape<Filter>
    {
        // Where no filter could be read, the policy holds one that lets no row through.
        private static readonly GenericFilter Nothing = new() { Conditions = [new GenericCondition { Condition = "false" }] };

        private static readonly MessageShape<Holder> Message = new MessageShape<Holder>(() => new Holder(null))
            .Message("retention_filter", RetentionFilter, holder => holder.Filter as RetentionFilter, (_, value) => new Holder(value), "filter", "write field and conditions below it")
            .Message("generic_filter", GenericFilter, holder => holder.Filter as GenericFilter, (_, value) => new Holder(value), "filter", "write conditions below it")
            .Check((holder, path, reading) =>
            {
                if (holder.Filter is null && !reading.IsRefused(path))
                {
                    reading.Refuse(
                        DiagnosticCodes.RequiredMissing, path, "the filter does not say which", "add generic_filter or retention_filter, or remove the entry");
                }
            });

        public override bool TryRead(DocumentNode node, string path, PolicyReading reading, out Filter value)
        {
            bool read = Message.TryRead(node, path, reading, out Holder holder);
            value = holder.Filter ?? Nothing;
            return read;
        }

        public override DocumentNode Write(Filter value) => Message.Write(new Holder(value));

        private sealed record Holder(Filter? Filter);
    }
}
