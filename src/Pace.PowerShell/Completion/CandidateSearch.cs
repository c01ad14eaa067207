namespace Pace.PowerShell.Completion;

/// <summary>One look for candidates, on a thread of its own: a platform that hangs holds none that others wait for.</summary>
internal sealed class CandidateSearch
{
    // How long a key press waits: for this machine's files, which the first time means loading what reads them, and for
    // a server, whose time began with the search.
    private static readonly TimeSpan LocalPatience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan ServerPatience = TimeSpan.FromMilliseconds(60);

    // How long an answer is fresh: for one burst of key presses, and for a line or two.
    private static readonly TimeSpan LocalFreshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ServerFreshness = TimeSpan.FromSeconds(30);

    // A warehouse that sleeps takes its time to wake up.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = Environment.TickCount64;
    private readonly Task<IReadOnlyList<Candidate>> _answer;
    private readonly int _generation;
    private TimeSpan _fresh = LocalFreshness;

    /// <summary>Begins to look.</summary>
    /// <param name="find">Looks; what it throws means that nothing was found.</param>
    /// <param name="generation">Tells whether something was changed since.</param>
    public CandidateSearch(Func<CandidateSearch, IReadOnlyList<Candidate>> find, int generation)
    {
        _generation = generation;
        _answer = Task.Factory.StartNew(() => Find(find), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Ends a search that takes too long.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>The search is about to ask a server: nobody waits for that, and the answer is kept for a while.</summary>
    public void AsksServer()
    {
        _fresh = ServerFreshness;
        _server.TrySetResult();
    }

    /// <summary>The answer holds for a time of its own.</summary>
    public void KeepsFor(TimeSpan time) => _fresh = time;

    /// <summary>Whether there should be another search: this one has an answer that is too old, or will have none.</summary>
    public bool IsOver(int generation) => _answer.IsCompleted
        ? generation != _generation || Age >= _fresh
        : Age > Longest * 2;

    /// <summary>The answer, if it is there in time.</summary>
    public IReadOnlyList<Candidate>? Wait()
    {
        Task.WaitAny([_answer, _server.Task], LocalPatience);
        if (!_answer.IsCompleted && _server.Task.IsCompleted)
        {
            TimeSpan left = ServerPatience - Age;
            _answer.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return _answer.IsCompleted ? _answer.Result : null;
    }

    private TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _started);

    private IReadOnlyList<Candidate> Find(Func<CandidateSearch, IReadOnlyList<Candidate>> find)
    {
        using CancellationTokenSource bound = new(Longest);
        Cancellation = bound.Token;
#pragma warning disable CA1031 // A completer has nobody to tell.
        try
        {
            return find(this);
        }
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }
}
