namespace Pace.Configuration.Tests;

public sealed class SecretTextTests
{
    private static string? Environment(string name) => name switch { "USER_NAME" => "ana", "NESTED" => "${USER_NAME}", "EMPTY" => "", _ => null };

    [Theory]
    [InlineData("plain $ text", "plain $ text")]
    [InlineData("${USER_NAME}", "ana")]
    [InlineData("a-${USER_NAME}-${USER_NAME}-z", "a-ana-ana-z")]
    [InlineData("${NESTED}", "${USER_NAME}")]
    public void References_are_replaced_once(string value, string expected) =>
        Assert.Equal(expected, SecretText.Resolve("key", value, Environment));

    [Theory]
    [InlineData("secret-${MISSING}")]
    [InlineData("secret-${EMPTY}")]
    public void A_missing_variable_is_an_error_that_names_it_and_the_key_and_no_value(string value)
    {
        string message = Assert.Throws<ConfigurationException>(() => SecretText.Resolve("password", value, Environment)).Message;
        Assert.Contains(value.Contains("MISSING", StringComparison.Ordinal) ? "MISSING" : "EMPTY", message, StringComparison.Ordinal);
        Assert.Contains("'password'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${")]
    [InlineData("${}")]
    [InlineData("${1A}")]
    [InlineData("${A-B}")]
    public void A_malformed_reference_is_an_error(string value) =>
        Assert.Throws<ConfigurationException>(() => SecretText.Resolve("key", value, Environment));

    [Theory]
    [InlineData("${A}", true)]
    [InlineData("${A}${_b2}", true)]
    [InlineData("x${A}", false)]
    [InlineData("${A", false)]
    [InlineData("", false)]
    public void A_secret_consists_of_references_alone(string value, bool expected) =>
        Assert.Equal(expected, SecretText.IsReference(value));
}
