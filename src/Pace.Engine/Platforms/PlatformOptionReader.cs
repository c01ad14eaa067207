using System.Globalization;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms;

/// <summary>Reads a platform's entry and collects all that is wrong with it. No value stands in a message: it may be a secret.</summary>
internal sealed class PlatformOptionReader
{
    private readonly PlatformSettings _settings;
    private readonly List<string> _problems = [];

    /// <summary>A reader of an entry that may have some keys, and none else.</summary>
    public PlatformOptionReader(PlatformSettings settings, IReadOnlyList<PlatformOption> options)
    {
        _settings = settings;
        foreach (string key in settings.Values.Keys.Where(key => options.All(option => option.Key != key)).Order(StringComparer.Ordinal))
        {
            string? hint = NearestName.Hint(key, options.Select(option => option.Key));
            Add($"the key '{key}' is not known" + (hint is null ? "" : "; " + hint));
        }

        foreach (PlatformOption option in options.Where(option => option.Required && Text(option.Key) is null))
        {
            Add($"the key '{option.Key}' is missing ({option.Description})");
        }
    }

    /// <summary>A key's value, null when it is not there or empty.</summary>
    public string? Text(string key) => _settings.Values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    /// <summary>A key's value as a number of a range, or a default when the key is not there.</summary>
    public int Integer(string key, int least, int most, int fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        Add(string.Create(CultureInfo.InvariantCulture, $"the key '{key}' is no number from {least} to {most}"));
        return fallback;
    }

    /// <summary>A key's value as one of several words, or the first of them when the key is not there.</summary>
    public T Choice<T>(string key, params (string Word, T Value)[] choices)
    {
        if (Text(key) is not { } text)
        {
            return choices[0].Value;
        }

        foreach ((string word, T value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Add($"the key '{key}' is none of {string.Join(", ", choices.Select(choice => choice.Word))}");
        return choices[0].Value;
    }

    /// <summary>Adds a problem, as a part of a sentence.</summary>
    public void Add(string problem) => _problems.Add(problem);

    /// <summary>Fails when there are problems, naming them all.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformMisconfigured"/>.</exception>
    public void ThrowIfWrong()
    {
        if (_problems.Count > 0)
        {
            throw new PaceException(
                PaceErrorKind.PlatformMisconfigured,
                $"The entry of processing platform '{_settings.Id}' is wrong: {string.Join("; ", _problems)}.",
                "Correct it in config.yaml, or register the platform again.",
                _settings.Id);
        }
    }
}
