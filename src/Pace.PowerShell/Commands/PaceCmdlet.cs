using System.Management.Automation;
using System.Runtime.CompilerServices;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Usage;

namespace Pace.PowerShell.Commands;

/// <summary>
/// What all Pace cmdlets share: errors from one table, cancellation, and the one count for each invocation.
/// A cmdlet overrides <see cref="Begin"/>, <see cref="Process"/>, <see cref="End"/> and <see cref="Cleanup"/>.
/// </summary>
/// <remarks>
/// PowerShell skips EndProcessing on every terminating error and calls only Dispose always, so the count is made
/// there. What Dispose is to count cannot be told from an exception: <c>Select-Object -First</c>, an error downstream
/// and this cmdlet's own error turned terminating all look the same. Hence each place that can end the cmdlet leaves
/// a mark before it hands over to PowerShell, and the first mark counts.
/// </remarks>
public abstract class PaceCmdlet : PSCmdlet, IDisposable
{
    // How long a cancelled call may take to end, so that it is known what it did.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // What is over sooner needs no progress.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _disposal = new();
    private readonly Action _process;
    private Exception? _foreign;
    private int _ending;
    private bool _begun;
    private bool _disposed;

    /// <summary>Cancelled when the user stops the pipeline, and when the cmdlet is over.</summary>
    protected CancellationToken Cancellation { get; }

    /// <summary>Begins the bookkeeping; nothing is counted before Begin ran.</summary>
    protected PaceCmdlet()
    {
        Cancellation = _cancellation.Token;
        _process = Process;
    }

    /// <summary>What is done once, before the first object.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>What is done for each object.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>What is done once, after the last object.</summary>
    protected virtual void End()
    {
    }

    /// <summary>
    /// Frees what the cmdlet holds, however it ended. Must not write to a stream; what it throws is dropped.
    /// </summary>
    protected virtual void Cleanup()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        _begun = true;
        if (!IsAboutCounting)
        {
            UsageNotice.Show(Host);
            UsageCounter.Prepare();
        }

        Guard(Begin);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected sealed override void ProcessRecord() => Guard(_process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Guard(End);
        Mark(Ending.Completed);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        // Runs on another thread. The token is cancelled here, and by Dispose where PowerShell ends the cmdlet
        // without a word, as Select-Object -First does.
        Mark(Ending.Stopped);
        lock (_disposal)
        {
            if (!_disposed)
            {
                _cancellation.Cancel();
            }
        }
    }

    /// <summary>Counts the invocation and frees what it held. PowerShell calls it, once, whatever happened.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        lock (_disposal)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        if (_begun)
        {
            UsageCounter.Count(GetType(), ExitCode);
        }

        // An exception out of Dispose becomes a failure of the user's pipeline, and there is no stream to tell it on.
#pragma warning disable CA1031
        try
        {
            _cancellation.Cancel();
            Cleanup();
            Candidates.Reconsider(GetType());
        }
        catch (Exception)
        {
        }
        finally
        {
            _cancellation.Dispose();
        }
#pragma warning restore CA1031
    }

    /// <summary>Waits for a call, and stops waiting when the user stops the pipeline.</summary>
    /// <param name="call">The call; it is to end soon after its token is cancelled.</param>
    protected T Run<T>(Func<CancellationToken, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Task<T> task = Task.Run(() => call(Cancellation));
        try
        {
            task.Wait(Cancellation);
        }
        catch (AggregateException)
        {
            // Told below, as the call threw it.
        }
        catch (OperationCanceledException) when (!task.Wait(Grace))
        {
            // A driver that does not notice must not make Ctrl+C deaf.
            throw;
        }
        catch (OperationCanceledException)
        {
            // It came to its end all the same: what was done is done, and is to be noted.
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a long call, and tells now and then how far it has come.</summary>
    /// <param name="call">The call; it is to end soon after its token is cancelled.</param>
    /// <param name="report">Tells it, on the pipeline's thread.</param>
    protected T RunAndReport<T>(Func<CancellationToken, Task<T>> call, Action report)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(report);
        Task<T> task = Task.Run(() => call(Cancellation));
        try
        {
            while (Task.WaitAny([task], (int)Patience.TotalMilliseconds, Cancellation) < 0)
            {
                report();
            }
        }
        catch (OperationCanceledException)
        {
            // Run waits for its end, for a while.
        }

        return Run(_ => task);
    }

    /// <summary>Waits for a call without a result, and stops waiting when the user stops the pipeline.</summary>
    protected void Run(Func<CancellationToken, Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Run<object?>(cancellation => call(cancellation).ContinueWith<object?>(
            done =>
            {
                done.GetAwaiter().GetResult();
                return null;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default));
    }

    /// <summary>Writes an object down the pipeline.</summary>
    /// <remarks>As the others, written out: a closure for each object is felt where there are many.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected new void WriteObject(object? sendToPipeline)
    {
        try
        {
            base.WriteObject(sendToPipeline);
        }
        catch (Exception exception) when (exception is not PSInvalidOperationException)
        {
            NoteEnd(exception, Ending.EndedByNeighbour);
            throw;
        }
    }

    /// <summary>Writes an object, or each item of a collection that is at hand, down the pipeline.</summary>
    protected new void WriteObject(object? sendToPipeline, bool enumerateCollection) =>
        Hand(Ending.EndedByNeighbour, () => base.WriteObject(sendToPipeline, enumerateCollection));

    /// <summary>Reports an error and goes on, unless a preference turns it into the end.</summary>
    protected new void WriteError(ErrorRecord errorRecord) => Hand(EndingBy("ErrorAction", "ErrorActionPreference"), () => base.WriteError(errorRecord));

    /// <summary>Reports an exception as an error and goes on, unless a preference turns it into the end.</summary>
    protected void WriteError(Exception exception, object? target = null) =>
        WriteError(ErrorRecords.Of(exception, target));

    /// <summary>Writes a warning, which a preference may turn into the end.</summary>
    protected new void WriteWarning(string text) => Hand(EndingBy("WarningAction", "WarningPreference"), () => base.WriteWarning(text));

    /// <summary>Tells how far the cmdlet has come.</summary>
    protected new void WriteProgress(ProgressRecord progressRecord) =>
        Hand(EndingBy(null, "ProgressPreference"), () => base.WriteProgress(progressRecord));

    /// <summary>Writes a verbose message, which a preference may turn into the end.</summary>
    protected new void WriteVerbose(string text) => Hand(EndingBy(null, "VerbosePreference"), () => base.WriteVerbose(text));

    /// <summary>Tells whoever is at the host something, as Write-Host does.</summary>
    protected void Tell(string message) =>
        Hand(EndingBy("InformationAction", "InformationPreference"), () => WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]));

    /// <summary>Ends the cmdlet with an error.</summary>
    protected new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        Mark(Ending.Failed);
        base.ThrowTerminatingError(errorRecord);
    }

    /// <summary>
    /// Does something for one input object. Its errors are reported and the next object has its turn, unless nothing
    /// further can work.
    /// </summary>
    /// <param name="target">The object, for the error's TargetObject.</param>
    /// <param name="action">What is done.</param>
    protected void ForOne(object? target, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
        }
        catch (Exception exception) when (_ending == 0 && !Stopping && ErrorRecords.IsBoundToOneObject(exception, PlatformMayDiffer))
        {
            WriteError(exception, target);
        }
    }

    /// <summary>Whether the next object may be on another platform than the one that failed.</summary>
    private protected virtual bool PlatformMayDiffer => MyInvocation.ExpectingInput;

    /// <summary>Whether the user is deciding about counting right now: no notice, and no file before the decision.</summary>
    private protected virtual bool IsAboutCounting => false;

    private int ExitCode => (Ending)_ending switch
    {
        Ending.Failed => 1,
        Ending.Stopped => 130,
        Ending.None when Stopping => 130,
        _ => 0,
    };

    // What is written may also be redirected (2>&1) to a neighbour that has enough: only a preference makes it the
    // cmdlet's own end.
    private Ending EndingBy(string? parameter, string variable) =>
        this.Action(parameter, variable) is ActionPreference.Stop or ActionPreference.Inquire ? Ending.Failed : Ending.EndedByNeighbour;

    private void Mark(Ending ending) => Interlocked.CompareExchange(ref _ending, (int)ending, 0);

    // Calls PowerShell. When that does not return, the pipeline is ending, for the reason given or because the user
    // wants it to. Whatever comes out of WriteObject is a neighbour's: a script block's throw arrives as it is.
    private void Hand(Ending reason, Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception) when (exception is not PSInvalidOperationException)
        {
            NoteEnd(exception, reason);
            throw;
        }
    }

    private void NoteEnd(Exception exception, Ending reason)
    {
        _foreign = exception;
        Mark(Stopping ? Ending.Stopped : reason);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (Exception exception) when (!IsEndOfPipeline(exception) && exception != _foreign)
        {
            if (Stopping)
            {
                Mark(Ending.Stopped);
            }

            // What fails on the way out, once the end is decided, is not worth an error of its own.
            if (_ending != 0)
            {
                throw new PipelineStoppedException();
            }

            ThrowTerminatingError(ErrorRecords.Of(exception, null));
        }
    }

    private static bool IsEndOfPipeline(Exception exception) => exception is PipelineStoppedException or FlowControlException;
}
