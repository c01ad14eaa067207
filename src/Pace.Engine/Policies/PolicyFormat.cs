namespace Pace.Engine.Policies;

/// <summary>The notations that a policy is written in.</summary>
public enum PolicyFormat
{
    /// <summary>YAML.</summary>
    Yaml,

    /// <summary>JSON.</summary>
    Json,
}
