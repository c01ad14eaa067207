using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>Who sees what.</summary>
public class BranchTests
{
    private static readonly FixedTransform Stars = new() { Value = "***" };

    private static readonly DataPolicy Email = Policy("email text", For(
        "email", Transform(new IdentityTransform(), "admin"), Transform(new NullifyTransform(), "audit", "fraud"), Transform(Stars)));

    [Theory]
    [InlineData("admin", "a@b.c")]
    [InlineData("fraud", "∅")]
    [InlineData("audit", "∅")]
    [InlineData("audit,admin", "a@b.c")]
    [InlineData("", "***")]
    public void The_first_branch_whose_principals_match_decides(string groups, string expected) =>
        Assert.Equal([expected], Email.See(groups.Split(',', StringSplitOptions.RemoveEmptyEntries), ["a@b.c"]).Lines());

    [Theory]
    [InlineData("admim", "did you mean 'admin'?")]
    [InlineData("Admin", "did you mean 'admin'?")]
    [InlineData("sales", "'sales'")]
    public void A_group_that_the_policy_does_not_name_is_an_error_and_not_everyone_else(string group, string told)
    {
        PaceException error = Assert.Throws<PaceException>(() => Email.See([group], ["a@b.c"]));
        Assert.Equal(PaceErrorKind.PrincipalNotFound, error.Kind);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("admin, audit, fraud", error.Remedy, StringComparison.Ordinal);
        error = Assert.Throws<PaceException>(() => Email.Evaluator().View(0, Audience.Of(group)));
        Assert.Equal(PaceErrorKind.PrincipalNotFound, error.Kind);
    }

    [Fact]
    public void A_group_of_a_filter_is_a_group_of_the_policy()
    {
        DataPolicy policy = Policy("id integer", Where(("true", ["admin"]), ("id > 1", [])));
        Assert.Equal(["1", "2"], policy.See(["admin"], [1], [2]).Lines());
        Assert.Equal(["2"], policy.Show([1], [2]));
    }

    [Fact]
    public void Views_come_in_the_policys_order_and_in_each_the_audiences_in_theirs()
    {
        DataPolicy policy = Email with
        {
            RuleSets = [Email.RuleSets[0], new RuleSet { Target = Target("public.raw"), Filters = [Where("email is not null")] }],
        };
        IReadOnlyList<EvaluatedView> views = policy.Evaluator().Evaluate(new EvaluationRequest(policy, [Audience.EveryoneElse, Audience.Of("admin")])
        {
            Sample = Table(["email"], ["x"], [null]),
        });
        Assert.Equal(
            ["people_view everyone else ***,***", "people_view admin x,∅", "raw everyone else x", "raw admin x"],
            views.Select(view => $"{view.Target.Name} {view.Audience} {string.Join(',', view.Lines())}"));
    }

    [Fact]
    public void A_role_or_permission_is_refused_because_nobody_could_be_one()
    {
        DataPolicy policy = Policy("email text", new FieldTransform
        {
            Field = Field("email"),
            Transforms = [new Transform { Principals = [new Principal(PrincipalKind.Role, "admin")], Action = new IdentityTransform() }, Transform(Stars)],
        });
        EvaluatorResult result = PolicyEvaluator.Create(policy);
        Assert.Null(result.Evaluator);
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.PrincipalUnsupported);
    }

    [Fact]
    public void An_invalid_policy_has_no_evaluator_and_all_its_errors()
    {
        DataPolicy policy = Policy("id integer, id text", For("idd", Stars));
        EvaluatorResult result = PolicyEvaluator.Create(policy);
        Assert.Null(result.Evaluator);
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.UnknownField);
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.DuplicateField);
        Assert.Equal(PaceErrorKind.PolicyInvalid, Assert.Throws<PaceException>(() => result.Require(policy)).Kind);
    }

    [Fact]
    public void What_memory_cannot_do_exactly_is_an_error_that_says_so()
    {
        EvaluatorResult result = PolicyEvaluator.Create(Policy("email text", For("email", new SqlStatementTransform { Statement = "upper(email)" })));
        Assert.Null(result.Evaluator);
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.NotPortable);
    }

    [Fact]
    public void What_is_computed_with_needs_its_type_because_no_platform_knows_it()
    {
        EvaluatorResult result = PolicyEvaluator.Create(Policy("email, other", For("email", new RegexpTransform { Regexp = "a" })));
        Assert.Contains(result.Diagnostics, item => item.Code == DiagnosticCodes.TypeMissing && item.Path == "source.fields[0].type");
        Assert.Equal(["x"], Policy("other").Show(["x"]));
    }
}
