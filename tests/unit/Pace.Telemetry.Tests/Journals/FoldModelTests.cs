using Pace.Telemetry.Contract;
using Pace.Telemetry.Store;

namespace Pace.Telemetry.Tests.Journals;

/// <summary>Any order of what may happen, beside a model that only adds: the counts are the model's.</summary>
public sealed class FoldModelTests : IDisposable
{
    private const int Stores = 4;
    private static readonly (string Command, ExitCode Code)[] Keys =
        [("Get-PaceVersion", ExitCode.Completed), ("Get-PaceVersion", ExitCode.Failed), ("Get-PaceTable", ExitCode.Completed)];
    private static readonly FoldStep[] Steps = Enum.GetValues<FoldStep>();

    private readonly TemporaryDirectory _directory = new();
    private readonly YamlTelemetryStore[] _stores = new YamlTelemetryStore[Stores];
    private readonly uint[] _expected = new uint[Keys.Length];
    private uint _foreign;
    private Random _random = new(0);

    public FoldModelTests()
    {
        for (int i = 0; i < Stores; i++) _stores[i] = Open();
    }

    public void Dispose()
    {
        foreach (YamlTelemetryStore store in _stores) store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_happens_in_whatever_order_each_count_counts_once(int part)
    {
        for (int sequence = 0; sequence < Nightly.Times(25); sequence++)
        {
            int seed = (part * 1000) + sequence;
            _random = new Random(seed);
            var log = new List<string>();
            for (int i = 0; i < 30; i++)
            {
                log.Add(Act());
                Check($"seed {seed}: {string.Join(", ", log)}");
            }
        }
    }

    private string Act()
    {
        int number = _random.Next(Stores);
        YamlTelemetryStore store = _stores[number];
        switch (_random.Next(20))
        {
            case < 8:
                int key = _random.Next(Keys.Length);
                store.Record(Keys[key].Command, Keys[key].Code);
                _expected[key]++;
                return $"{number} records {key}";
            case < 11:
                Assert.True(store.Flush(TimeSpan.FromMinutes(5)), store.Problem);
                return $"{number} folds";
            case < 14:
                FoldStep step = Steps[_random.Next(Steps.Length)];
                DieAt(store, step);
                Replace(number);
                return $"{number} dies at {step}";
            case 14:
                Replace(number);
                return $"{number} dies";
            case 15:
                store.Leave(TimeSpan.FromMinutes(5));
                Replace(number);
                return $"{number} leaves";
            case 16:
                return OverwriteAsTheCliDoes();
            case 17:
                store.Clear();
                Array.Clear(_expected);
                return $"{number} clears";
            case 18:
                return DeleteFile(store);
            default:
                return LoseLedger(store);
        }
    }

    // As far as an exception can be a death: nothing that follows the step happens.
    private static void DieAt(YamlTelemetryStore store, FoldStep step)
    {
        FoldSteps.Reached = reached =>
        {
            if (reached == step) throw new IOException("Killed.");
        };
        store.Flush(TimeSpan.FromMinutes(5));
        FoldSteps.Reached = null;
    }

    private YamlTelemetryStore Open() => new(_directory.Telemetry, "0.1.0", TimeSpan.FromMinutes(5), new HastyTime());

    private void Replace(int number)
    {
        _stores[number].Dispose();
        _stores[number] = Open();
    }

    // It writes what it read before, and its own count more: Pace's newest counts are gone from the file.
    private string OverwriteAsTheCliDoes()
    {
        if (!File.Exists(_directory.Telemetry)) return "no file for the CLI";
        string text = File.ReadAllText(_directory.Telemetry);
        TelemetryContent content = YamlShapeReader.TryRead(text)!;
        content.Rows.GetOrAdd("pace version", 0).Count = ++_foreign;
        // With the ledger lost at the same time, nobody would know.
        if (Ledger.Read(_directory.Ledger) is not null && content.Rows.Find(Keys[0].Command, (int)Keys[0].Code) is { Count: > 1 } row) row.Count--;
        File.WriteAllBytes(_directory.Telemetry, TelemetryWriter.Write(content));
        return "the CLI overwrites";
    }

    private string DeleteFile(YamlTelemetryStore store)
    {
        // Else nobody could say which counts it held.
        Assert.True(store.Flush(TimeSpan.FromMinutes(5)), store.Problem);
        File.Delete(_directory.Telemetry);
        Array.Clear(_expected);
        _foreign = 0;
        return "the file is deleted";
    }

    // What is lost with the ledger must not be lost with what a death left undone at the same time.
    private string LoseLedger(YamlTelemetryStore store)
    {
        Assert.True(store.Flush(TimeSpan.FromMinutes(5)), store.Problem);
        if (_random.Next(2) == 0) File.Delete(_directory.Ledger);
        else if (File.Exists(_directory.Ledger)) File.WriteAllText(_directory.Ledger, File.ReadAllText(_directory.Ledger)[..^3]);
        return "the ledger is lost";
    }

    // Nobody writes the file just now, so that patience with a missing one only takes time.
    private sealed class HastyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimeSpan.TicksPerMillisecond * 50);
    }

    private void Check(string log)
    {
        TelemetryDocument document = _stores[_random.Next(Stores)].Read();
        for (int i = 0; i < Keys.Length; i++)
        {
            uint count = document.CountOf(Keys[i].Command, (int)Keys[i].Code);
            Assert.True(count == _expected[i], $"{Keys[i]}: {count} instead of {_expected[i]}. {log}");
        }

        Assert.True(document.CountOf("pace version") == _foreign, $"The CLI's {_foreign} became {document.CountOf("pace version")}. {log}");
        Assert.Empty(document.SetAside);
    }
}
