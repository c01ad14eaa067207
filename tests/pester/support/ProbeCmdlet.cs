using System;
using System.Management.Automation;
using System.Threading;
using Pace.PowerShell.Commands;

namespace Pace.Tests;

/// <summary>A Pace cmdlet that ends as it is told to, in the block that it is told.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PaceProbe", SupportsShouldProcess = true)]
public class ProbeCommand : PaceCmdlet
{
    public static readonly ManualResetEvent Blocked = new ManualResetEvent(false);
    public static int Cleanups;

    [Parameter(Position = 0)] public string Act { get; set; } = "None";
    [Parameter(Position = 1)] public string In { get; set; } = "Process";
    [Parameter(ValueFromPipeline = true)] public object InputObject { get; set; }

    protected override void Begin() => Do("Begin");
    protected override void Process() => Do("Process");
    protected override void End() => Do("End");
    protected override void Cleanup()
    {
        Interlocked.Increment(ref Cleanups);
        if (Act == "FailInCleanup") throw new InvalidOperationException("cleanup");
    }

    private void Do(string block)
    {
        if (block != In) return;
        switch (Act)
        {
            case "Throw": throw new InvalidOperationException("thrown");
            case "Cancel": throw new OperationCanceledException("cancelled by something else");
            case "Tte": ThrowTerminatingError(new ErrorRecord(new Exception("tte"), "Tte", ErrorCategory.InvalidResult, null)); break;
            case "WriteError": WriteError(new ErrorRecord(new Exception("error"), "Error", ErrorCategory.InvalidResult, null)); break;
            case "WriteWarning": WriteWarning("warning"); break;
            case "Emit": for (int i = 0; i < 10; i++) WriteObject(i); break;
            case "EmitThenFail":
                try { for (int i = 0; i < 10; i++) WriteObject(i); }
                finally { ThrowTerminatingError(new ErrorRecord(new Exception("late"), "Late", ErrorCategory.InvalidResult, null)); }
                break;
            case "Block": Blocked.Set(); Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)); break;
            case "BlockAndThrow":
                Blocked.Set();
                Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
                throw new InvalidOperationException("torn by the stop");
            case "Wait":
                Run<int>(async token => { Blocked.Set(); await System.Threading.Tasks.Task.Delay(30000, token); return 0; });
                break;
            case "Should": ShouldProcess("target", "action"); break;
            case "None": break;
        }
    }
}
