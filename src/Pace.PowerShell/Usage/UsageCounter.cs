using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pace.Telemetry;
using Pace.Telemetry.Contract;

namespace Pace.PowerShell.Usage;

/// <summary>Counts an invocation, by the cmdlet's own name and nothing else.</summary>
internal static class UsageCounter
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    private static int _isPrepared;

    /// <summary>A command begins: while the first one runs, what its count needs is made ready on another thread.</summary>
    public static void Prepare()
    {
        if (Volatile.Read(ref _isPrepared) == 0 && Interlocked.Exchange(ref _isPrepared, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(new Preparation(), preferLocal: false);
        }
    }

    /// <summary>Counts one invocation. Never throws, whatever the recorder meets: a command is worth more than its count.</summary>
    public static void Count(Type cmdlet, int exitCode)
    {
#pragma warning disable CA1031
        try
        {
            Record(Names.GetOrAdd(cmdlet, Name), exitCode);
        }
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }

    // Apart, so that the assembly is looked for within the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record(string command, int exitCode)
    {
        Recorder.Default.Record(command, (ExitCode)exitCode);
        TelemetryControl.ConsiderUpload();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrepareRecorder() => Recorder.Default.Prepare();

    private static string Name(Type cmdlet)
    {
        CmdletAttribute attribute = cmdlet.GetCustomAttribute<CmdletAttribute>(inherit: false)
            ?? throw new InvalidOperationException($"{cmdlet} is no cmdlet.");
        return $"{attribute.VerbName}-{attribute.NounName}";
    }

    private sealed class Preparation : IThreadPoolWorkItem
    {
        public void Execute()
        {
#pragma warning disable CA1031
            try
            {
                PrepareRecorder();
            }
            catch (Exception)
            {
                // On a thread of the pool it would end the process. The count itself meets it again.
            }
#pragma warning restore CA1031
        }
    }
}
