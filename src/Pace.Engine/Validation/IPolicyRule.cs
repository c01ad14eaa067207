namespace Pace.Engine.Validation;

/// <summary>One thing, or a few that belong together, that can be wrong with a policy. Has no state.</summary>
internal interface IPolicyRule
{
    /// <summary>Reports what is wrong. Says nothing of what another rule says: each mistake is told once.</summary>
    void Check(PolicyContext context);
}
