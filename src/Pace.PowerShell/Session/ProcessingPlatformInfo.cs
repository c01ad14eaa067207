namespace Pace.PowerShell.Session;

/// <summary>A platform, without its secrets.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type as config.yaml writes it, such as <c>POSTGRES</c>.</param>
/// <param name="Location">Where it is, such as <c>localhost:5432/postgres</c>.</param>
/// <param name="UserName">The login's name; empty when none is configured.</param>
/// <param name="JudgeBy">Whose roles decide: <c>current_user</c> or <c>session_user</c>.</param>
/// <param name="File">The file that configures it; empty for the embedded one, which needs none.</param>
public sealed record ProcessingPlatformInfo(
    string Id, string Type, string Location, string UserName, string JudgeBy, string File)
{
    /// <summary>The id, under the name that other cmdlets take from the pipeline.</summary>
    public string ProcessingPlatform => Id;

    /// <summary>The id, so that the object can stand where an id is asked for.</summary>
    public override string ToString() => Id;
}
