using System.Diagnostics;
using System.Text;
using Pace.Telemetry.Tests.Processes.Children;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>The promise that everything else is for: each count once, whoever is killed whenever.</summary>
public sealed class ExactnessTests : IDisposable
{
    private const int Processes = 8;
    private const int Runspaces = 4;

    private static readonly int Rounds = Nightly.Times(4);
    private readonly TemporaryDirectory _directory = new();
    private readonly long[] _begun = new long[Storm.Keys.Count];
    private readonly long[] _ended = new long[Storm.Keys.Count];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Killing_half_of_8_processes_with_4_runspaces_loses_no_count_and_doubles_none_and_no_reader_sees_a_torn_file()
    {
        _directory.Put("cli-only.yaml");
        using var ourReader = new TightReader(_directory.Telemetry);
        using PythonReader? otherReader = PythonReader.TryStart(_directory.Telemetry);
        var random = new Random();
        for (int round = 0; round < Rounds; round++)
        {
            await RunRound(random);
            Check();
        }

        Assert.True(_ended.Sum() > Rounds * 100, $"Only {_ended.Sum()} counts happened.");
        ourReader.Check(atLeast: Rounds * 10);
        otherReader?.Check(atLeast: Rounds);
    }

    private async Task RunRound(Random random)
    {
        Process[] children = [.. Enumerable.Range(0, Processes).Select(_ =>
            ChildProcess.StartRecorder(_directory.Root, "storm", $"{Runspaces}"))];
        Task[] listening = [.. children.Select(Listen)];
        for (int i = 0; i < children.Length; i++)
        {
            // At a moment of its own each, some while they start, most while they record and fold.
            await Task.Delay(random.Next(60));
            if (i % 2 == 0) children[i].Kill();
        }

        foreach (Process child in children) child.StandardInput.Close();
        await Task.WhenAll(listening).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (Process child in children)
        {
            await child.WaitForExitAsync();
            child.Dispose();
        }
    }

    private async Task Listen(Process child)
    {
        var buffer = new byte[65536];
        Stream output = child.StandardOutput.BaseStream;
        for (int read; (read = await output.ReadAsync(buffer)) > 0;)
        {
            foreach (byte mark in buffer.AsMemory(0, read).ToArray())
            {
                if (mark >= 'a') Interlocked.Increment(ref _ended[mark - 'a']);
                else Interlocked.Increment(ref _begun[mark - 'A']);
            }
        }
    }

    private void Check()
    {
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.True(store.Flush(TimeSpan.FromSeconds(30)), store.Problem);
        string text = File.ReadAllText(_directory.Telemetry, Encoding.UTF8);
        for (int i = 0; i < Storm.Keys.Count; i++)
        {
            (string command, Contract.ExitCode code) = Storm.Keys[i];
            uint count = TestStore.CountInFile(text, command, $"{(int)code}");
            Assert.InRange(count, _ended[i], _begun[i]);
        }

        // What was not acknowledged may count or not: at most one in each thread that was killed.
        Assert.Equal(17u, TestStore.CountInFile(text, "pace version"));
        Assert.Empty(store.Read().SetAside);
        Assert.Equal(["telemetry.ledger", "telemetry.lock", "telemetry.yaml"],
            Directory.EnumerateFiles(_directory.Root).Select(Path.GetFileName).Where(static name => name != "telemetry.yaml.tmp" && name != "telemetry.ledger.tmp").Order());
    }
}
