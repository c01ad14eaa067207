namespace Pace.Engine.Platforms.Http;

/// <summary>What is a service's own about its answers.</summary>
/// <param name="IsTransient">Whether the service says that the same request may succeed later.</param>
/// <param name="Saying">What an answer that is no success says, for people; null: nothing.</param>
/// <param name="LoginRemedy">What to do when the login is refused.</param>
internal sealed record ServiceRules(
    Func<ServiceResponse, bool> IsTransient, Func<ServiceResponse, string?> Saying, string LoginRemedy);
