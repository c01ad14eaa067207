namespace Pace.Engine.Tests.Storage.Support;

/// <summary>A test of something that Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactOnUnixAttribute : FactAttribute
{
    public FactOnUnixAttribute(string needs)
    {
        Needs = needs;
        if (OperatingSystem.IsWindows())
        {
            Skip = $"Windows has no {needs}.";
        }
    }

    public string Needs { get; }
}
