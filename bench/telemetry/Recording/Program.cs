using System.Diagnostics;
using System.Globalization;
using Pace.Bench.Recording;
using Pace.Telemetry;
using Pace.Telemetry.Contract;

// Measures in turns, so that what else the machine does falls on all sides alike. Gives a line for each side: its name,
// and the microseconds of the median, of 99 in 100 and of 999 in 1,000. PACE_CONFIG_PATH says where.
if (args is ["first"]) return FirstRecord.Measure();

string directory = Environment.GetEnvironmentVariable("PACE_CONFIG_PATH")!;
Directory.CreateDirectory(directory);
// A configuration as most users have none: both files are looked at and one is there.
File.WriteAllText(Path.Combine(directory, "config.yaml"), "# mine\noutput: table\ntelemetry: local\n");
var cli = new CliStore(Path.Combine(directory, "cli", "telemetry.yaml"));
var work = new OtherWork();
var sides = new Dictionary<string, Action>
{
    ["record, one after another"] = static () => Recorder.Default.Record("Get-PaceVersion", ExitCode.Completed),
    ["record, between other work"] = static () => Recorder.Default.Record("Get-PaceTable", ExitCode.Completed),
    ["read, parse, rewrite as the CLI"] = () => cli.Count("Get-PaceVersion", 0),
};
const int Rounds = 40;
const int Times = 500;
var taken = sides.Keys.ToDictionary(static name => name, static _ => new List<double>(Rounds * Times));
for (int round = 0; round <= Rounds; round++)
{
    foreach ((string name, Action act) in sides)
    {
        for (int i = 0; i < Times; i++)
        {
            if (name.Contains("other work", StringComparison.Ordinal)) work.Do();
            long start = Stopwatch.GetTimestamp();
            act();
            double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (round > 0) taken[name].Add(microseconds);
        }
    }
}

foreach ((string name, List<double> times) in taken)
{
    times.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name};{times[times.Count / 2]:0.0};{times[times.Count * 99 / 100]:0.0};{times[times.Count * 999 / 1000]:0.0}"));
}

return Recorder.Default.Read()!.Entries.Sum(static entry => entry.Count) == (Rounds + 1) * Times * 2 ? 0 : 1;
