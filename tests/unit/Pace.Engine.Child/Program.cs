using Pace.Engine.Child;

// The tests' second process: what it does is its first argument, what it did goes to its output, a line each.
return args switch
{
    ["save", var path, var platform, var id, var writers] => StoreRuns.Save(path, platform, id, int.Parse(writers, null), null),
    ["save", var path, var platform, var id, var writers, var expected] =>
        StoreRuns.Save(path, platform, id, int.Parse(writers, null), int.Parse(expected, null)),
    ["hold", var path, var platform, var id] => StoreRuns.Hold(path, platform, id),
    ["fill", var path, var bytes] => StoreRuns.Fill(path, ulong.Parse(bytes, null)),
    ["import", var path, var table, var rows] => SqliteRuns.Import(path, table, int.Parse(rows, null)),
    ["apply", var path, var policy, var times] => SqliteRuns.Apply(path, policy, int.Parse(times, null)),
    _ => 64,
};
