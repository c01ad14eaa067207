using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using Pace.PowerShell.Display;
using Pace.Telemetry;

namespace Pace.PowerShell.Usage;

/// <summary>Shows the notice about counting to a person, once for each installation.</summary>
internal static class UsageNotice
{
    private static int _isSettled;

    /// <summary>Shows it where it is due and somebody sees it. Never throws: no command may suffer from it.</summary>
    /// <param name="host">The host of the session. What is shown goes there and to no stream, so that no script gets it.</param>
    public static void Show(PSHost host)
    {
        if (Volatile.Read(ref _isSettled) != 0)
        {
            return;
        }

#pragma warning disable CA1031
        try
        {
            // A session without a person, a job for instance, leaves it to the next session of this process.
            if (!SeenHost.Is(host) || Interlocked.Exchange(ref _isSettled, 1) != 0)
            {
                return;
            }

            if (Take() is { } text)
            {
                host.UI.WriteLine();
                foreach (string line in text.Split('\n'))
                {
                    host.UI.WriteLine(line);
                }

                // What PowerShell makes of objects begins with an empty line of its own.
            }
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    // Apart, so that the assembly is looked for within the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Take() => TelemetryControl.Default.Notice.TryTake(isInteractive: true);
}
