using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Validation;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Validation;

public class PolicyValidatorTests
{
    // Each line: what was done to a sound policy, and the one code and path that must come of it.
    public static TheoryData<string, string, string> Mistakes()
    {
        TheoryData<string, string, string> data = [];
        foreach ((string name, (_, DiagnosticCode code, string path)) in Changes)
        {
            data.Add(name, code.Id, path);
        }

        return data;
    }

    private const string Transform0 = "rule_sets[0].field_transforms[0].transforms[0]";
    private const string Filter0 = "rule_sets[0].filters[0]";

    private static readonly Dictionary<string, (Func<DataPolicy, DataPolicy> Change, DiagnosticCode Code, string Path)> Changes = new()
    {
        ["no source"] = (policy => Refer(policy, reference => reference with { IntegrationFqn = null }), DiagnosticCodes.SourceMissing, "source.ref.integration_fqn"),
        ["blank source"] = (policy => Refer(policy, reference => reference with { IntegrationFqn = " " }), DiagnosticCodes.SourceMissing, "source.ref.integration_fqn"),
        ["platform without id"] = (policy => Refer(policy, reference => reference with { Platform = reference.Platform! with { Id = "" } }), DiagnosticCodes.EmptyName, "source.ref.platform.id"),
        ["platform without type"] = (policy => Refer(policy, reference => reference with { Platform = reference.Platform! with { PlatformType = 0 } }), DiagnosticCodes.RequiredMissing, "source.ref.platform.platform_type"),
        ["catalog without id"] = (policy => Refer(policy, reference => reference with { Platform = null, Catalog = new CatalogReference() }), DiagnosticCodes.EmptyName, "source.ref.catalog.id"),
        ["short title"] = (policy => policy with { Metadata = new PolicyMetadata { Title = "ab" } }, DiagnosticCodes.TitleTooShort, "metadata.title"),
        ["no title"] = (policy => policy with { Metadata = new PolicyMetadata() }, DiagnosticCodes.TitleTooShort, "metadata.title"),
        ["no fields"] = (policy => policy with { Source = policy.Source! with { Fields = [] } }, DiagnosticCodes.NoFields, "source.fields"),
        ["no rule sets"] = (policy => policy with { RuleSets = [] }, DiagnosticCodes.NoRuleSets, "rule_sets"),
        ["field without name"] = (policy => AddField(policy, new Field { Type = "text" }), DiagnosticCodes.RequiredMissing, "source.fields[10].name_parts"),
        ["field with empty name"] = (policy => AddField(policy, Field("", "text")), DiagnosticCodes.EmptyName, "source.fields[10].name_parts[0]"),
        ["field twice"] = (policy => AddField(policy, Field("age", "text")), DiagnosticCodes.DuplicateField, "source.fields[10].name_parts[0]"),
        ["type that is none"] = (policy => AddField(policy, Field("new", "int; drop")), DiagnosticCodes.TypeInvalid, "source.fields[10].type"),
        ["no target"] = (policy => policy with { RuleSets = [new RuleSet()] }, DiagnosticCodes.TargetMissing, "rule_sets[0].target.ref.integration_fqn"),
        ["target is source"] = (policy => policy with { RuleSets = [new RuleSet { Target = Target("\"public\".people") }] }, DiagnosticCodes.TargetIsSource, "rule_sets[0].target.ref.integration_fqn"),
        ["target twice"] = (policy => policy with { RuleSets = [new RuleSet { Target = Target("public.v") }, new RuleSet { Target = Target("public.\"v\"") }] }, DiagnosticCodes.TargetTwice, "rule_sets[1].target.ref.integration_fqn"),
        ["target elsewhere"] = (policy => policy with { RuleSets = [new RuleSet { Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.v", Platform = new PlatformReference { Id = "other", PlatformType = PlatformType.Postgres } } } }] }, DiagnosticCodes.TargetUnsupported, "rule_sets[0].target.ref.platform"),

        ["transform on unknown field"] = (policy => policy.With(For("nonsense", new NullifyTransform())), DiagnosticCodes.UnknownField, "rule_sets[0].field_transforms[0].field.name_parts[0]"),
        ["transform on field in other case"] = (policy => policy.With(For("Age", new NullifyTransform())), DiagnosticCodes.FieldCase, "rule_sets[0].field_transforms[0].field.name_parts[0]"),
        ["transform without field"] = (policy => policy.With(new FieldTransform { Transforms = [Transform(new NullifyTransform())] }), DiagnosticCodes.RequiredMissing, "rule_sets[0].field_transforms[0].field.name_parts"),
        ["retention on unknown field"] = (policy => policy.With(Keep("nonsense", (5, []))), DiagnosticCodes.UnknownField, Filter0 + ".retention_filter.field.name_parts[0]"),
        ["partition on unknown field"] = (policy => policy.With(For("age", new AggregationTransform { Aggregation = AggregationKind.Sum, PartitionBy = [Field("name"), Field("nonsense")] })), DiagnosticCodes.UnknownField, Transform0 + ".aggregation.partition_by[1].name_parts[0]"),
        ["two transforms on one field"] = (policy => policy.With(For("age", new NullifyTransform()), For("age", new IdentityTransform())), DiagnosticCodes.DuplicateFieldTransform, "rule_sets[0].field_transforms[1].field.name_parts[0]"),
        ["two retention filters on one field"] = (policy => policy.With(Keep("born", (5, [])), Keep("born", (6, []))), DiagnosticCodes.DuplicateRetention, "rule_sets[0].filters[1].retention_filter.field.name_parts[0]"),
        ["no transforms"] = (policy => policy.With(For("age")), DiagnosticCodes.NoTransforms, "rule_sets[0].field_transforms[0].transforms"),
        ["transform unset"] = (policy => policy.With(For("age", Transform(null))), DiagnosticCodes.TransformUnset, Transform0),
        ["no conditions"] = (policy => policy.With(new GenericFilter()), DiagnosticCodes.NoConditions, Filter0 + ".generic_filter.conditions"),
        ["no retention conditions"] = (policy => policy.With(Keep("born")), DiagnosticCodes.NoConditions, Filter0 + ".retention_filter.conditions"),

        ["empty principal"] = (policy => policy.With(For("age", new Transform { Principals = [new Principal(PrincipalKind.None, "")], Action = new NullifyTransform() }, Transform(new NullifyTransform()))), DiagnosticCodes.PrincipalEmpty, Transform0 + ".principals[0]"),
        ["principal without name"] = (policy => policy.With(For("age", Transform(new NullifyTransform(), ""), Transform(new NullifyTransform()))), DiagnosticCodes.PrincipalEmpty, Transform0 + ".principals[0]"),
        ["early default"] = (policy => policy.With(For("age", Transform(new NullifyTransform()), Transform(new NullifyTransform(), "a"))), DiagnosticCodes.EarlyDefault, Transform0),
        ["two defaults"] = (policy => policy.With(Where(("true", []), ("true", []))), DiagnosticCodes.EarlyDefault, Filter0 + ".generic_filter.conditions[0]"),
        ["nobody else"] = (policy => policy.With(For("age", Transform(new NullifyTransform(), "a"))), DiagnosticCodes.LastHasPrincipals, Transform0 + ".principals"),
        ["nobody else in a filter"] = (policy => policy.With(Keep("born", (5, ["a"]), (4, ["b"]))), DiagnosticCodes.LastHasPrincipals, Filter0 + ".retention_filter.conditions[1].principals"),
        ["principal in two entries"] = (policy => policy.With(For("age", Transform(new NullifyTransform(), "a"), Transform(new NullifyTransform(), "b", "a"), Transform(new NullifyTransform()))), DiagnosticCodes.RepeatedPrincipal, "rule_sets[0].field_transforms[0].transforms[1].principals[1]"),
        ["principal twice in one entry"] = (policy => policy.With(Where(("true", ["a", "a"]), ("true", []))), DiagnosticCodes.RepeatedPrincipal, Filter0 + ".generic_filter.conditions[0].principals[1]"),

        ["fixed of another type"] = (policy => policy.With(For("age", new FixedTransform { Value = "x" })), DiagnosticCodes.BadFixedValue, Transform0 + ".fixed.value"),
        ["fixed without type"] = (policy => policy.With(For("plain", new FixedTransform { Value = "x" })), DiagnosticCodes.TypeMissing, "source.fields[9].type"),
        ["nothing but nullify without type"] = (policy => policy.With(For("plain", Transform(new NullifyTransform(), "a"), Transform(new NullifyTransform()))), DiagnosticCodes.TypeMissing, "source.fields[9].type"),
        ["hash of a boolean"] = (policy => policy.With(For("flag", new HashTransform { Seed = 1 })), DiagnosticCodes.HashType, Transform0 + ".hash"),
        ["hash of an unknown type"] = (policy => policy.With(For("mood", new HashTransform { Seed = 1 })), DiagnosticCodes.HashType, Transform0 + ".hash"),
        ["hash without type"] = (policy => policy.With(For("plain", new HashTransform { Seed = 1 })), DiagnosticCodes.TypeMissing, "source.fields[9].type"),
        ["hash without seed"] = (policy => policy.With(For("name", new HashTransform())), DiagnosticCodes.SeedMissing, Transform0 + ".hash"),
        ["bad regexp"] = (policy => policy.With(For("name", new RegexpTransform { Regexp = "(" })), DiagnosticCodes.RegexpInvalid, Transform0 + ".regexp.regexp"),
        ["empty regexp"] = (policy => policy.With(For("name", new RegexpTransform())), DiagnosticCodes.RegexpInvalid, Transform0 + ".regexp.regexp"),
        ["replacement with backslash"] = (policy => policy.With(For("name", new RegexpTransform { Regexp = "(a)", Replacement = "\\1" })), DiagnosticCodes.ReplacementInvalid, Transform0 + ".regexp.replacement"),
        ["replacement with unknown group"] = (policy => policy.With(For("name", new RegexpTransform { Regexp = "a", Replacement = "$1" })), DiagnosticCodes.ReplacementInvalid, Transform0 + ".regexp.replacement"),
        ["regexp on a number"] = (policy => policy.With(For("age", new RegexpTransform { Regexp = "a" })), DiagnosticCodes.NotText, Transform0 + ".regexp"),
        ["rounding of a text"] = (policy => policy.With(For("name", new NumericRoundingTransform { Rounding = RoundingKind.Round })), DiagnosticCodes.NotNumeric, Transform0 + ".numeric_rounding"),
        ["rounding without type"] = (policy => policy.With(For("plain", new NumericRoundingTransform { Rounding = RoundingKind.Round })), DiagnosticCodes.TypeMissing, "source.fields[9].type"),
        ["rounding without kind"] = (policy => policy.With(For("age", new NumericRoundingTransform())), DiagnosticCodes.KindUnset, Transform0 + ".numeric_rounding"),
        ["ceil without divisor"] = (policy => policy.With(For("age", new NumericRoundingTransform { Rounding = RoundingKind.Ceil })), DiagnosticCodes.DivisorInvalid, Transform0 + ".numeric_rounding.ceil.divisor"),
        ["divisor zero"] = (policy => policy.With(For("age", new NumericRoundingTransform { Rounding = RoundingKind.Floor, Divisor = 0 })), DiagnosticCodes.DivisorInvalid, Transform0 + ".numeric_rounding.floor.divisor"),
        ["negative divisor"] = (policy => policy.With(For("age", new NumericRoundingTransform { Rounding = RoundingKind.Round, Divisor = -1 })), DiagnosticCodes.DivisorInvalid, Transform0 + ".numeric_rounding.round.divisor"),
        ["precision too high"] = (policy => policy.With(For("age", new NumericRoundingTransform { Rounding = RoundingKind.Round, Precision = 39 })), DiagnosticCodes.PrecisionInvalid, Transform0 + ".numeric_rounding.round.precision"),
        ["precision too low"] = (policy => policy.With(For("age", new AggregationTransform { Aggregation = AggregationKind.Avg, Precision = -39 })), DiagnosticCodes.PrecisionInvalid, Transform0 + ".aggregation.avg.precision"),
        ["aggregation without kind"] = (policy => policy.With(For("age", new AggregationTransform())), DiagnosticCodes.KindUnset, Transform0 + ".aggregation"),
        ["sum of texts"] = (policy => policy.With(For("name", new AggregationTransform { Aggregation = AggregationKind.Sum })), DiagnosticCodes.AggregationType, Transform0 + ".aggregation"),
        ["max of booleans"] = (policy => policy.With(For("flag", new AggregationTransform { Aggregation = AggregationKind.Max })), DiagnosticCodes.AggregationType, Transform0 + ".aggregation"),
        ["cast to text"] = (policy => policy.With(For("age", new AggregationTransform { Aggregation = AggregationKind.Avg, CastTo = "text" })), DiagnosticCodes.CastToInvalid, Transform0 + ".aggregation.avg.cast_to"),
        ["cast to SQL"] = (policy => policy.With(For("age", new AggregationTransform { Aggregation = AggregationKind.Avg, CastTo = "int4) from b --" })), DiagnosticCodes.CastToInvalid, Transform0 + ".aggregation.avg.cast_to"),
        ["group size zero"] = (policy => policy.With(For("age", new AggregationTransform { Aggregation = AggregationKind.Sum, MinGroupSize = 0 })), DiagnosticCodes.GroupSizeInvalid, Transform0 + ".aggregation.min_group_size"),
        ["detokenize without table"] = (policy => policy.With(For("name", new DetokenizeTransform { TokenField = Field("t"), ValueField = Field("v") })), DiagnosticCodes.DetokenizeIncomplete, Transform0 + ".detokenize.token_source_ref"),
        ["detokenize without value"] = (policy => policy.With(For("name", new DetokenizeTransform { TokenSourceRef = "public.t", TokenField = Field("t") })), DiagnosticCodes.DetokenizeIncomplete, Transform0 + ".detokenize.value_field"),

        ["retention on a number"] = (policy => policy.With(Keep("age", (5, []))), DiagnosticCodes.RetentionType, Filter0 + ".retention_filter.field"),
        ["retention without type"] = (policy => policy.With(Keep("plain", (5, []))), DiagnosticCodes.TypeMissing, "source.fields[9].type"),
        ["negative days"] = (policy => policy.With(Keep("born", (-1, []))), DiagnosticCodes.RetentionDays, Filter0 + ".retention_filter.conditions[0].period.days"),
        ["too many days"] = (policy => policy.With(Keep("born", (1_000_001, []))), DiagnosticCodes.RetentionDays, Filter0 + ".retention_filter.conditions[0].period.days"),
        ["period without days"] = (policy => policy.With(new RetentionFilter { Field = Field("born"), Conditions = [new RetentionCondition { Period = new RetentionPeriod() }] }), DiagnosticCodes.RequiredMissing, Filter0 + ".retention_filter.conditions[0].period.days"),
        ["empty condition"] = (policy => policy.With(Where(" ")), DiagnosticCodes.EmptyCondition, Filter0 + ".generic_filter.conditions[0].condition"),
        ["empty statement"] = (policy => policy.With(For("age", new SqlStatementTransform())), DiagnosticCodes.EmptyCondition, Transform0 + ".sql_statement.statement"),
        ["condition that leaves its brackets"] = (policy => policy.With(Where("true; false")), DiagnosticCodes.SqlUnsafe, Filter0 + ".generic_filter.conditions[0].condition"),
        ["statement with a comment"] = (policy => policy.With(For("age", new SqlStatementTransform { Statement = "age -- 1" })), DiagnosticCodes.SqlUnsafe, Transform0 + ".sql_statement.statement"),
        ["whole row as text"] = (policy => policy.With(For("name", new SqlStatementTransform { Statement = "upper(People::text)" })), DiagnosticCodes.SqlUnsafe, Transform0 + ".sql_statement.statement"),
        ["whole row in brackets"] = (policy => policy.With(Where("(\"people\").secret > 8")), DiagnosticCodes.SqlUnsafe, Filter0 + ".generic_filter.conditions[0].condition"),
        ["misspelt column"] = (policy => policy.With(Where("agee > 8")), DiagnosticCodes.NearField, Filter0 + ".generic_filter.conditions[0].condition"),
        ["stricter before looser"] = (policy => policy.With(For("age", Transform(new NullifyTransform(), "a"), Transform(new IdentityTransform(), "b"), Transform(new NullifyTransform()))), DiagnosticCodes.RoleOrder, Transform0),
        ["shorter before longer"] = (policy => policy.With(Keep("born", (5, ["a"]), (null, ["b"]), (1, []))), DiagnosticCodes.RoleOrder, Filter0 + ".retention_filter.conditions[0]"),
        ["condition before true"] = (policy => policy.With(Where(("age > 8", ["a"]), ("true", []))), DiagnosticCodes.RoleOrder, Filter0 + ".generic_filter.conditions[0]"),
    };

    [Fact]
    public void A_sound_policy_has_no_problem() => Assert.Empty(PolicyValidator.Validate(Create()));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_told_once_with_its_code_and_path(string name, string code, string path)
    {
        Diagnostic found = Assert.Single(PolicyValidator.Validate(Changes[name].Change(Create())));
        Assert.Equal((code, path), (found.Id, found.Path));
    }

    [Fact]
    public void Every_code_of_validation_is_told_by_a_rule()
    {
        IEnumerable<string> told = Changes.Values.Select(change => change.Code.Id)
            .Append(DiagnosticCodes.PlatformMissing.Id); // its own test is below
        IEnumerable<string> table = DiagnosticCodes.All.Select(code => code.Id).Where(id => id.StartsWith("PACE01", StringComparison.Ordinal));
        Assert.Empty(table.Except(told));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        DataPolicy policy = Create().With(
            For("Age", new NullifyTransform()), For("name", new RegexpTransform { Regexp = "[" }), For("flag", new HashTransform()));
        Assert.Equal(
            ["PACE0108", "PACE0122", "PACE0128", "PACE0137"],
            PolicyValidator.Validate(policy).Select(item => item.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_policy_must_name_its_platform_only_where_nothing_else_does()
    {
        DataPolicy policy = Refer(Create(), reference => reference with { Platform = null });
        Assert.Empty(PolicyValidator.Validate(policy));
        Assert.Empty(PolicyValidator.Validate(policy, new ValidationOptions { RequirePlatform = true, Platform = PlatformType.Postgres }));
        Diagnostic found = Assert.Single(PolicyValidator.Validate(policy, new ValidationOptions { RequirePlatform = true }));
        Assert.Equal((DiagnosticCodes.PlatformMissing, "source.ref.platform"), (found.Code, found.Path));
    }

    [Fact]
    public void Names_that_differ_in_case_are_two_on_PostgreSQL_and_one_on_SQLite()
    {
        DataPolicy policy = AddField(Create(), Field("AGE", "text"));
        Assert.Empty(PolicyValidator.Validate(policy));
        Diagnostic found = Assert.Single(PolicyValidator.Validate(policy, new ValidationOptions { Platform = PlatformType.Sqlite }));
        Assert.Equal(DiagnosticCodes.DuplicateField, found.Code);
    }

    [Theory]
    [InlineData("Editors", "case counts: write 'editors'")]
    [InlineData("editros", "did you mean 'editors'?")]
    [InlineData("nobody", null)]
    public void A_group_that_the_platform_lacks_comes_with_the_nearest(string group, string? hint)
    {
        DataPolicy policy = Create().With(For("age", Transform(new IdentityTransform(), "readers", group), Transform(new NullifyTransform())));
        Diagnostic found = Assert.Single(PolicyValidator.Validate(policy, new ValidationOptions { Groups = ["readers", "editors"] }));
        Assert.Equal((DiagnosticCodes.GroupNotFound, hint), (found.Code, found.Hint));
        Assert.Equal(Transform0 + ".principals[1]", found.Path);
    }

    [Fact]
    public void Roles_and_permissions_are_no_groups_and_do_not_overlap_with_them()
    {
        Transform one = new() { Action = new NullifyTransform(), Principals = [new Principal(PrincipalKind.Role, "a"), new Principal(PrincipalKind.Permission, "a")] };
        DataPolicy policy = Create().With(For("age", Transform(new IdentityTransform(), "a"), one, Transform(new NullifyTransform())));
        Assert.Empty(PolicyValidator.Validate(policy, new ValidationOptions { Groups = ["a"] }));
    }

    [Fact]
    public void The_order_of_roles_does_not_matter_where_the_session_is_judged()
    {
        DataPolicy policy = Create().With(For("age", Transform(new NullifyTransform(), "a"), Transform(new IdentityTransform(), "b"), Transform(new NullifyTransform())));
        Diagnostic found = Assert.Single(PolicyValidator.Validate(policy));
        Assert.Contains("'a' (nullify) stands before 'b' (identity)", found.Message, StringComparison.Ordinal);
        Assert.Empty(PolicyValidator.Validate(policy, new ValidationOptions { JudgeBySessionUser = true }));
        Assert.Empty(PolicyValidator.Validate(policy, new ValidationOptions { Platform = PlatformType.BigQuery }));
        // A session puts roles off with USE ROLE and USE SECONDARY ROLES NONE.
        Assert.Contains("USE ROLE", Assert.Single(PolicyValidator.Validate(policy, new ValidationOptions { Platform = PlatformType.Snowflake })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_token_table_may_serve_several_transforms()
    {
        DetokenizeTransform detokenize = new() { TokenSourceRef = "public.t", TokenField = Field("t"), ValueField = Field("v") };
        Assert.Empty(PolicyValidator.Validate(Create().With(For("name", detokenize), For("age", detokenize))));
    }

    [Theory]
    [InlineData("agee > 8", "did you mean age?")]
    [InlineData("\"Age\" > 8", "did you mean age?")]
    [InlineData("\"bron\" is null", "did you mean born?")]
    [InlineData("AGE > 8", null)]
    [InlineData("elsewhere > 8", null)]
    [InlineData("date > '2024-01-01'", null)]
    [InlineData("t.agee > 8 or agee(1) or x::agee", null)]
    public void A_misspelt_column_is_doubted_only_where_a_field_is_near(string condition, string? hint)
    {
        IReadOnlyList<Diagnostic> found = PolicyValidator.Validate(Create().With(Where(condition)));
        Assert.Equal(hint is null ? [] : new[] { hint }, found.Select(item => item.Hint));
    }

    [Fact]
    public void An_unquoted_name_of_a_field_with_capitals_is_doubted_on_PostgreSQL()
    {
        DataPolicy policy = AddField(Create(), Field("LastSeen", "date")).With(Where("LastSeen is null"));
        Assert.Equal("did you mean \"LastSeen\"?", Assert.Single(PolicyValidator.Validate(policy)).Hint);
        Assert.Empty(PolicyValidator.Validate(policy, new ValidationOptions { Platform = PlatformType.Sqlite }));
    }

    [Fact]
    public void A_column_that_is_not_there_suggests_the_nearest()
    {
        Diagnostic found = Assert.Single(PolicyValidator.Validate(Create().With(For("naem", new NullifyTransform()))));
        Assert.Equal("did you mean 'name'?", found.Hint);
    }

    [Fact]
    public void A_name_with_a_dot_is_not_a_nested_field()
    {
        DataPolicy policy = AddField(Create(), Field("a.b", "text"));
        FieldTransform nested = new() { Field = new Field { NameParts = ["a", "b"] }, Transforms = [Transform(new NullifyTransform())] };
        Assert.Equal(DiagnosticCodes.UnknownField, Assert.Single(PolicyValidator.Validate(policy.With(nested))).Code);
    }

    [Fact]
    public void An_empty_policy_is_told_all_that_it_lacks() =>
        Assert.Equal(
            [DiagnosticCodes.SourceMissing, DiagnosticCodes.NoFields, DiagnosticCodes.NoRuleSets],
            PolicyValidator.Validate(new DataPolicy()).Select(item => item.Code));

    private static DataPolicy Refer(DataPolicy policy, Func<ResourceUrn, ResourceUrn> change) =>
        policy with { Source = policy.Source! with { Ref = change(policy.Source.Ref!) } };

    private static DataPolicy AddField(DataPolicy policy, Field field) =>
        policy with { Source = policy.Source! with { Fields = policy.Source.Fields.Add(field) } };
}
