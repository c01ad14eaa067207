using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Display;
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

    // How often a long call is looked at, to tell how far it is.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _disposal = new();
    private readonly Action _process;
    private static readonly bool ShowsRecommendations = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    private TimedProgress? _progress;
    private ConcurrentQueue<string>? _trace;
    private bool? _showsDebug;
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

        _ = Progress;
        Guard(Begin);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected sealed override void ProcessRecord() => Guard(_process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Guard(End);
        Guard(_progress!.Complete);
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

    /// <summary>Waits for a call, tells now and then how far it is, and stops waiting when the user stops the pipeline.</summary>
    /// <param name="call">The call; it is to end soon after its token is cancelled.</param>
    /// <param name="report">Tells it, on the pipeline's thread; left out: that the cmdlet waits.</param>
    protected T Run<T>(Func<CancellationToken, Task<T>> call, Action? report = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        Progress.BeginWait();
        Task<T> task = Traced(() => call(Cancellation));
        try
        {
            while (Task.WaitAny([task], (int)Glance.TotalMilliseconds, Cancellation) < 0)
            {
                TellTrace();
                if (report is null)
                {
                    Progress.Wait(Awaited);
                }
                else
                {
                    report();
                }
            }

            TellTrace();
        }
        catch (OperationCanceledException) when (!Ends(task))
        {
            // A driver that does not notice must not make Ctrl+C deaf.
            throw;
        }
        catch (OperationCanceledException)
        {
            // It came to its end all the same: what was done is done, and is to be noted.
        }
        catch (PipelineStoppedException)
        {
            // Out of the telling: stopped meanwhile, or as a preference wants it.
            _cancellation.Cancel();
            if (!Ends(task) || !(Stopping || task.IsCompletedSuccessfully))
            {
                throw;
            }
        }

        return task.GetAwaiter().GetResult();
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

    /// <summary>Begins a call on another thread. With -Debug what it sends to platforms is noted, and told by the next wait.</summary>
    protected Task<T> Traced<T>(Func<Task<T>> call)
    {
        // Asked once: a table may have many rows, each of which is waited for.
        if (!(_showsDebug ??= this.ShowsDebug()))
        {
            return Task.Run(call, CancellationToken.None);
        }

        ConcurrentQueue<string> trace = _trace ??= new();
        return Task.Run(
            () =>
            {
                PlatformTrace.Tell(trace.Enqueue);
                return call();
            },
            CancellationToken.None);
    }

    private void TellTrace()
    {
        while (_trace?.TryDequeue(out string? sent) == true)
        {
            WriteDebug(sent);
        }
    }

    // However: what it threw is told by who asks for its result.
    private static bool Ends(Task task) => Task.WaitAny([task], Grace) == 0;

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
    protected new void WriteError(ErrorRecord errorRecord)
    {
        Fold(errorRecord);
        Hand(EndingBy("ErrorAction", "ErrorActionPreference"), () => base.WriteError(errorRecord));
    }

    /// <summary>Reports an exception as an error and goes on, unless a preference turns it into the end.</summary>
    protected void WriteError(Exception exception, object? target = null) =>
        WriteError(ErrorRecords.Of(exception, target));

    /// <summary>Writes a warning, which a preference may turn into the end.</summary>
    protected new void WriteWarning(string text) =>
        Hand(EndingBy("WarningAction", "WarningPreference"), () => base.WriteWarning(FoldedText.For(Host, text, "WARNING: ".Length)));

    /// <summary>Tells how far the cmdlet has come.</summary>
    /// <remarks>A console that nobody sits at would make XML of it among the errors.</remarks>
    protected new void WriteProgress(ProgressRecord progressRecord)
    {
        if (SeenHost.TakesProgress(Host))
        {
            Hand(EndingBy(null, "ProgressPreference"), () => base.WriteProgress(progressRecord));
        }
    }

    /// <summary>Writes a verbose message, which a preference may turn into the end.</summary>
    protected new void WriteVerbose(string text)
    {
        // With -Debug alone, PowerShell asks after each verbose message whether to go on.
        if (this.IsDebugOnly())
        {
            WriteDebug(text);
            return;
        }

        Hand(EndingBy(null, "VerbosePreference"), () => base.WriteVerbose(FoldedText.For(Host, text, "VERBOSE: ".Length)));
    }

    /// <summary>Writes what runs where, for who looks for the reason of something; a preference may turn it into the end.</summary>
    protected new void WriteDebug(string text) => Hand(EndingBy(null, "DebugPreference"), () => base.WriteDebug(text));

    /// <summary>Tells whoever is at the host something, as Write-Host does.</summary>
    protected void Tell(string message) =>
        Hand(EndingBy("InformationAction", "InformationPreference"), () => WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]));

    /// <summary>Asks whether something is to be done, in a sentence: -WhatIf and -Verbose show it.</summary>
    protected new bool ShouldProcess(string target, string action) => ShouldProcess($"{action}: {target}.", $"{action}: {target}?", "Confirm");

    /// <summary>Asks whether something is to be done.</summary>
    /// <param name="description">What -WhatIf and -Verbose say; statements below its first line stay as they are.</param>
    /// <param name="question">What -Confirm asks.</param>
    /// <param name="caption">What stands above the question.</param>
    protected new bool ShouldProcess(string description, string question, string caption)
    {
        ArgumentNullException.ThrowIfNull(description);
        int end = description.IndexOf('\n', StringComparison.Ordinal);
        string first = end < 0 ? description : description[..end];
        return base.ShouldProcess(
            FoldedText.For(Host, first, "What if: ".Length) + (end < 0 ? "" : description[end..]), question, caption);
    }

    /// <summary>Ends the cmdlet with an error.</summary>
    protected new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        Fold(errorRecord);
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
        Progress.Take(target);
        try
        {
            action();
        }
        catch (Exception exception) when (_ending == 0 && !Stopping && ErrorRecords.IsBoundToOneObject(exception, PlatformMayDiffer))
        {
            WriteError(exception, target);
        }
    }

    /// <summary>Does something for each of several input objects, and tells how many are left where that takes its time.</summary>
    /// <param name="items">The objects.</param>
    /// <param name="target">How an object is called, in errors too.</param>
    /// <param name="action">What is done.</param>
    protected void ForEach<T>(IReadOnlyList<T> items, Func<T, object?> target, Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(target);
        (int At, int Of) before = Progress.Place;
        for (int at = 0; at < items.Count; at++)
        {
            T item = items[at];
            // One file of one path of many: the paths are what is counted.
            if (items.Count > 1)
            {
                Progress.Place = (at + 1, items.Count);
            }

            ForOne(target(item), () => action(item));
        }

        Progress.Place = before;
    }

    /// <summary>What tells how far the cmdlet has come.</summary>
    private protected TimedProgress Progress => _progress ??= new TimedProgress(MyInvocation.MyCommand.Name, WriteProgress);

    /// <summary>Whom the cmdlet waits for, where that is known.</summary>
    private protected virtual string? Awaited => null;

    /// <summary>Whether the next object may be on another platform than the one that failed.</summary>
    private protected virtual bool PlatformMayDiffer => MyInvocation.ExpectingInput;

    /// <summary>Whether the user is deciding about counting right now: no notice, and no file before the decision.</summary>
    private protected virtual bool IsAboutCounting => false;

    // At the prompt PowerShell leaves it to the terminal, which breaks words; in a script it folds the message itself.
    // Before version 7.5 it shows no recommendation, and so it stands in the message.
    private void Fold(ErrorRecord record)
    {
        const string Recommendation = "  Recommendation: ";
        if (record.ErrorDetails is { Message: { } message, RecommendedAction: var action })
        {
            bool isInScript = !string.IsNullOrEmpty(MyInvocation.ScriptName);
            string shown = isInScript ? message : FoldedText.For(Host, message, MyInvocation.MyCommand.Name.Length + ": ".Length);
            string? advice = action is null ? null : FoldedText.For(Host, action, Recommendation.Length, indent: 4);
            record.ErrorDetails = new ErrorDetails(
                advice is null || ShowsRecommendations ? shown : shown + Environment.NewLine + Recommendation + advice)
            {
                RecommendedAction = advice,
            };
        }
    }

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
