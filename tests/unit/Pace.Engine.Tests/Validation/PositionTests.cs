using Pace.Engine.Policies.Reading;
using Pace.Engine.Validation;

namespace Pace.Engine.Tests.Validation;

/// <summary>Policies in files, each beside a list of what is wrong with it and where: line, column, code and path.</summary>
public class PositionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Validation");

    public static TheoryData<string> Policies =>
        [.. Directory.GetFiles(Folder).Where(file => !file.EndsWith(".expected", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_problem_is_told_in_order_with_the_place_where_it_stands(string name)
    {
        PolicyReadResult read = PolicyReader.ReadFile(Path.Combine(Folder, name), name);
        Assert.Empty(read.Diagnostics);

        IEnumerable<string> found = PolicyValidator.Validate(read.Policy!).Select(item => $"{item.Position} {item.Id} {item.Path}");

        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, name + ".expected")), found);
    }

    [Fact]
    public void A_problem_carries_its_file_and_line()
    {
        PolicyReadResult read = PolicyReader.ReadFile(Path.Combine(Folder, "fields.yaml"), "fields.yaml");
        Pace.Engine.Diagnostics.Diagnostic first = PolicyValidator.Validate(read.Policy!)[0];
        Assert.Equal("  title: ab", first.SourceLine);
        Assert.Equal("fields.yaml(2,10): error PACE0103: the title 'ab' has fewer than 3 characters", first.ToString());
    }
}
