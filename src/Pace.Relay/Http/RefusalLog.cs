namespace Pace.Relay.Http;

/// <summary>Logs why documents were refused: one line for the first, then at most one in ten seconds for all.</summary>
/// <remarks>The line says what was wrong and nothing of who sent it.</remarks>
internal sealed partial class RefusalLog(ILogger<RefusalLog> log, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private long _last;
    private bool _any;
    private long _unsaid;

    public void Refused(int status, string reason)
    {
        if (!log.IsEnabled(LogLevel.Information)) return;
        long unsaid;
        lock (_gate)
        {
            if (_any && time.GetElapsedTime(_last) < Pause)
            {
                _unsaid++;
                return;
            }

            (unsaid, _unsaid) = (_unsaid, 0);
            (_last, _any) = (time.GetTimestamp(), true);
        }

        Log(status, reason, unsaid);
    }

    [LoggerMessage(LogLevel.Information, "Refused a document ({Status}): {Reason} {Unsaid} more since the last such line")]
    private partial void Log(int status, string reason, long unsaid);
}
