namespace Pace.Engine.Validation;

internal sealed class ValidationOptions { public Policies.PlatformType? Platform { get; init; } }

internal static class PolicyValidator
{
    public static IReadOnlyList<Diagnostics.Diagnostic> Validate(Policies.DataPolicy policy, ValidationOptions? options = null) => [];
}
