using FsCheck.Fluent;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Policies;

public sealed class PolicyRoundTripTests
{
    [Theory]
    [InlineData(PolicyFormat.Yaml)]
    [InlineData(PolicyFormat.Json)]
    public void Every_policy_reads_back_as_it_was_written(PolicyFormat format) =>
        Property.Holds(PolicyGenerator.AnyPolicy, policy => AssertReadsBack(policy, format), 400);

    [Theory]
    [InlineData(PolicyFormat.Yaml)]
    [InlineData(PolicyFormat.Json)]
    public void Every_nasty_text_reads_back_in_every_place(PolicyFormat format)
    {
        foreach (string text in PolicyGenerator.NastyTexts)
        {
            AssertReadsBack(new DataPolicy { Metadata = new PolicyMetadata { Title = text, Description = text, Tags = [text, text] } }, format);
        }
    }

    [Fact]
    public void Json_that_was_written_is_also_the_yaml_of_the_same_policy() =>
        Property.Holds(
            Arb.From(PolicyGenerator.Policy.Where(policy => PolicyWriter.Write(policy, PolicyFormat.Json).All(c => c is '\n' or (>= ' ' and < '\u007f')))),
            policy => Assert.Equal(policy, PolicyReader.Read(PolicyWriter.Write(policy, PolicyFormat.Json), PolicyFormat.Yaml).Policy),
            50);

    private static void AssertReadsBack(DataPolicy policy, PolicyFormat format)
    {
        string text = PolicyWriter.Write(policy, format);
        PolicyReadResult result = PolicyReader.Read(text, format);
        Assert.True(result.Diagnostics.Count == 0, string.Join('\n', result.Diagnostics) + "\n" + text);
        Assert.Equal(policy, result.Policy);
        Assert.Equal(text, PolicyWriter.Write(result.Policy!, format));
    }
}
