using System.Globalization;
using System.Text.Json.Nodes;
using Pace.Configuration.Editing;
using Pace.Configuration.Yaml;

namespace Pace.Configuration;

/// <summary>One change of a config.yaml, to be applied by a <see cref="ConfigurationEditor"/>.</summary>
public abstract class ConfigurationChange
{
    private protected ConfigurationChange()
    {
    }

    /// <summary>Gives a key at the top level a text.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <param name="value">The text; it is quoted where YAML needs it.</param>
    /// <exception cref="ArgumentException">The key is not in kebab case, or the text holds half characters.</exception>
    /// <exception cref="ConfigurationException">The key is a secret's and the value is not <c>${NAME}</c>.</exception>
    public static ConfigurationChange Set(string key, string value) =>
        // The documented words stand as the documentation writes them, although YAML 1.1 reads 'off' as false.
        new SetScalar(CheckKey(key), CheckValue(key, value),
            key == ConfigurationKeys.Telemetry && TelemetryWord.MeansOff(value) is not null ? value : ScalarText.Of(value));

    /// <summary>Gives a key at the top level a whole number.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The key is not in kebab case.</exception>
    public static ConfigurationChange Set(string key, long value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return new SetScalar(CheckKey(key), CheckValue(key, text), text);
    }

    /// <summary>Takes a key at the top level out; nothing happens if it is not there.</summary>
    /// <param name="key">The key.</param>
    public static ConfigurationChange Remove(string key) => new RemoveScalar(key);

    /// <summary>Adds a platform, or replaces the one of that id.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="type">Its type, for instance <c>POSTGRES</c>.</param>
    /// <param name="settings">Its other keys, in kebab case, and their values, in the order to be written.</param>
    /// <exception cref="ArgumentException">A key is not in kebab case or is <c>id</c> or <c>type</c>, or a text holds
    /// half characters.</exception>
    /// <exception cref="ConfigurationException">A secret's value is not <c>${NAME}</c>.</exception>
    public static ConfigurationChange SetPlatform(
        string id, string type, IEnumerable<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        KeyValuePair<string, string>[] all =
            [KeyValuePair.Create("id", id), KeyValuePair.Create("type", type), .. settings];
        foreach ((string key, string value) in all) CheckValue(CheckKey(key), value);
        return all.DistinctBy(static pair => pair.Key).Count() == all.Length
            ? new SetPlatform(all)
            : throw new ArgumentException("A key is there twice.", nameof(settings));
    }

    /// <summary>Takes a platform out; nothing happens if it is not there.</summary>
    /// <param name="id">Its name.</param>
    public static ConfigurationChange RemovePlatform(string id) => new RemovePlatform(id);

    /// <summary>Changes the text.</summary>
    internal abstract void Edit(TextLines lines, YamlMap? root, EditTarget target);

    /// <summary>Changes what the text must mean afterwards.</summary>
    internal abstract void Expect(JsonObject model);

    private static string CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return char.IsAsciiLetterLower(key[0])
            && key.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && ScalarText.IsPlain(key)
            ? key
            : throw new ArgumentException($"'{key}' is not a key: write lower-case words with hyphens.", nameof(key));
    }

    private static string CheckValue(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!ScalarText.IsText(value)) throw new ArgumentException($"The value of '{key}' is not text.", nameof(value));
        if (ConfigurationKeys.IsSecret(key) && !SecretText.IsReference(value))
        {
            throw new ConfigurationException(
                $"The key '{key}' holds a secret, which must not stand in a file",
                "Put it into an environment variable and give ${NAME} as the value");
        }

        return value;
    }
}
