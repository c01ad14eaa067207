using Pace.Telemetry.Tests.Processes;

namespace Pace.Telemetry.Tests;

/// <summary>A test that is skipped, and says so, where PyYAML is missing.</summary>
public sealed class FactWithPyYamlAttribute : FactAttribute
{
    public FactWithPyYamlAttribute()
    {
        if (!PythonReader.IsThere) Skip = "PyYAML is missing: install python3-yaml.";
    }
}
