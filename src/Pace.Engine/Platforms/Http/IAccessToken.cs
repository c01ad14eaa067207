namespace Pace.Engine.Platforms.Http;

/// <summary>What a service is shown so that it knows who asks. Its text is a secret.</summary>
internal interface IAccessToken
{
    /// <summary>The headers that say what kind of token it is.</summary>
    IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>A token that is good for a while.</summary>
    /// <param name="refused">The one that the service refused, of which another is wanted; null: any good one.</param>
    /// <param name="cancellation">Ends what has to be asked for it.</param>
    /// <exception cref="Diagnostics.PaceException">
    /// <see cref="Diagnostics.PaceErrorKind.PlatformMisconfigured"/>: the key cannot be used;
    /// <see cref="Diagnostics.PaceErrorKind.PlatformRefused"/> and <see cref="Diagnostics.PaceErrorKind.PlatformUnreachable"/>.
    /// </exception>
    Task<string> GetAsync(string? refused, CancellationToken cancellation);
}
