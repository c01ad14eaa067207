using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Validation;

namespace Pace.Engine.Tests.Policies;

public class PolicyOriginTests
{
    [Theory]
    [InlineData("a\nbc\n", 1, "a")]
    [InlineData("a\r\nbc\r\n", 2, "bc")]
    [InlineData("a\nbc", 2, "bc")]
    [InlineData("a\n\nbc", 2, "")]
    [InlineData("a\nbc\n", 3, "")]
    [InlineData("a\nbc", 3, null)]
    [InlineData("a", 0, null)]
    [InlineData(null, 1, null)]
    public void A_line_of_the_text_is_given_without_its_end(string? text, int line, string? expected) =>
        Assert.Equal(expected, new PolicyOrigin(null, new Dictionary<string, Pace.Engine.Diagnostics.TextPosition>(), text: text).LineAt(line));

    // 10,000 problems in 10,000 lines: where each cost a walk through the file, or each transform one through all
    // fields, this took seconds.
    [Fact]
    public void A_large_policy_full_of_problems_is_told_in_time_that_grows_with_its_size()
    {
        long small = Measure(500);
        long large = Measure(4000);
        Assert.True(large < Math.Max(small, 20) * 8 * 3, string.Create(CultureInfo.InvariantCulture, $"{small} ms, then {large} ms"));
    }

    private static long Measure(int fields)
    {
        StringBuilder text = new("source:\n  ref: { integration_fqn: public.t }\n  fields:\n");
        for (int at = 0; at < fields; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ name_parts: [ column_{at} ], type: boolean }}\n");
        }

        text.Append("rule_sets:\n- target: { ref: { integration_fqn: public.v } }\n  field_transforms:\n");
        for (int at = 0; at < fields; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - field: {{ name_parts: [ column_{at} ] }}\n    transforms:\n    - hash: {{ seed: 1 }}\n");
        }

        DataPolicy policy = PolicyReader.Read(text.ToString(), PolicyFormat.Yaml).Policy!;
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(fields, PolicyValidator.Validate(policy).Count);
        return watch.ElapsedMilliseconds;
    }
}
