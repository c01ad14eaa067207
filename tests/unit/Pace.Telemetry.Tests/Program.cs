using System.Globalization;
using Pace.Telemetry.Tests.Processes.Children;

namespace Pace.Telemetry.Tests;

/// <summary>What the test assembly does as a process of its own. Its name is Program by the compiler's custom.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args switch
        {
            ["record", var file, var times] => Recording.Run(file, Number(times)),
            ["record-by-default", var times] => Recording.RunByDefault(Number(times)),
            ["assemblies", var file] => Recording.ShowAssemblies(file),
            ["hold", var file, var times, var program] => Recording.Hold(file, Number(times), program),
            ["storm", var threads] => Storm.Run(Number(threads)),
            ["die-at", var step, var file, var act] => Deaths.DieAt(step, file, act),
            ["full-disk", var file] => BadPlaces.FillDisk(file),
            ["read-only", var file] => BadPlaces.ReadOnly(file),
            _ => Upload.UploadChild.Run(args),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
