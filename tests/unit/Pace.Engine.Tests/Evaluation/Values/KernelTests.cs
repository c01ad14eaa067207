using System.Security.Cryptography;
using System.Text;
using Pace.Engine.Evaluation.Values;

namespace Pace.Engine.Tests.Evaluation.Values;

public class KernelTests
{
    [Theory]
    [InlineData(1234, "abc")]
    [InlineData(-1, "")]
    [InlineData(0, "é😀")]
    public void A_hash_of_a_text_is_the_SHA_256_of_seed_colon_value(long seed, string value) => Assert.Equal(
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{value}"))).ToLowerInvariant(),
        KeyedHash.OfText(seed, value));

    [Fact]
    public void A_long_text_is_hashed_too()
    {
        string value = new('é', 100_000);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("7:" + value))).ToLowerInvariant(), KeyedHash.OfText(7, value));
    }

    [Fact]
    public void Equal_numbers_have_one_hash_whatever_their_scales()
    {
        Assert.Equal(KeyedHash.OfNumber(1, 5L), KeyedHash.OfNumber(1, Numeric.Parse("5.00")));
        Assert.Equal(KeyedHash.OfNumber(1, 5L), KeyedHash.OfNumber(1, 5.0));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("", "a")]
    [InlineData("a", "aa")]
    [InlineData("\uffee", "😀")]
    [InlineData("\ue000", "\ud83d\ude00")]
    [InlineData("Z", "a")]
    public void Texts_stand_in_the_order_of_their_code_points(string less, string more)
    {
        Assert.True(TextOrder.Compare(less, more) < 0);
        Assert.True(TextOrder.Compare(more, less) > 0);
        Assert.Equal(0, TextOrder.Compare(less, less));
    }

    [Theory]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "A%", false)]
    [InlineData("abc", "_b_", true)]
    [InlineData("😀", "_", true)]
    [InlineData("a\nb", "a%b", true)]
    [InlineData("50%", @"50\%", true)]
    [InlineData("500", @"50\%", false)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("aXbXc", "a%b%c", true)]
    [InlineData("mississippi", "%iss%ip%", true)]
    [InlineData("mississippi", "%iss%iss%iss%", false)]
    public void Like_matches_the_whole_text(string text, string pattern, bool matches) =>
        Assert.Equal(matches, new LikePattern(pattern).IsMatch(text));

    [Fact]
    public void A_pattern_that_ends_in_its_escape_is_an_error_where_matching_comes_that_far()
    {
        LikePattern pattern = new(@"a\");
        Assert.False(pattern.IsMatch("b"));
        Assert.Throws<ValueException>(() => pattern.IsMatch("ab"));
    }

    [Fact]
    public void A_pattern_of_many_wildcards_takes_neither_long_nor_the_stack()
    {
        LikePattern pattern = new(string.Concat(Enumerable.Repeat("%a", 100_000)));
        Assert.False(pattern.IsMatch(new string('a', 99_999)));
        Assert.True(pattern.IsMatch(new string('a', 100_000)));
    }
}
