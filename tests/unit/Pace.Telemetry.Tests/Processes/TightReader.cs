namespace Pace.Telemetry.Tests.Processes;

/// <summary>Reads the file again and again on a thread of its own, with YamlDotNet, until it is disposed.</summary>
internal sealed class TightReader : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly string _file;
    private Exception? _failure;
    private int _readings;

    public TightReader(string file)
    {
        _file = file;
        _thread = new Thread(Read);
        _thread.Start();
    }

    /// <summary>Fails if any reading was not a whole document, or if there were too few.</summary>
    public void Check(int atLeast)
    {
        Dispose();
        Assert.Null(_failure);
        Assert.True(_readings >= atLeast, $"Only {_readings} readings happened.");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
    }

    private void Read()
    {
        try
        {
            uint last = 0;
            while (!_stop.IsCancellationRequested)
            {
                string text = File.ReadAllText(_file);
                uint count = TestStore.CountInFile(text, "Get-PaceVersion");
                Assert.True(count >= last, $"The count fell from {last} to {count}.");
                last = count;
                _readings++;
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
