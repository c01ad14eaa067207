namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>Lines of two parts with a bar between; a number sign begins a remark.</summary>
internal static class PortableFixtures
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "portable");

    public static TheoryData<string, string> Read(string file)
    {
        TheoryData<string, string> data = [];
        foreach (string line in File.ReadLines(Path.Combine(Folder, file)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            int bar = line.IndexOf(" | ", StringComparison.Ordinal);
            data.Add(line[..bar], line[(bar + 3)..]);
        }

        return data;
    }
}
