namespace Pace.Engine.Sql.Patterns;

/// <summary>What a regular expression makes use of, so that a dialect can refuse what its engine lacks.</summary>
[Flags]
public enum PatternConstructs
{
    /// <summary>Characters, sets, sequences and plain groups.</summary>
    None = 0,

    /// <summary>Alternatives: <c>a|b</c>. The longest is taken, whichever stands first.</summary>
    Alternation = 1,

    /// <summary>Repetition that prefers more: <c>*</c>, <c>+</c>, <c>?</c>, <c>{2,5}</c>.</summary>
    GreedyRepeat = 2,

    /// <summary>Repetition that prefers fewer: <c>*?</c>, <c>+?</c>, <c>??</c>, <c>{2,5}?</c>.</summary>
    LazyRepeat = 4,

    /// <summary><c>(?=a)</c> and <c>(?!a)</c>.</summary>
    LookAhead = 8,

    /// <summary><c>(?&lt;=a)</c> and <c>(?&lt;!a)</c>.</summary>
    LookBehind = 16,

    /// <summary><c>\b</c> and <c>\B</c>.</summary>
    WordBoundary = 32,

    /// <summary><c>\1</c> to <c>\9</c>.</summary>
    BackReference = 64,

    /// <summary><c>[[:alpha:]]</c> and its like.</summary>
    PosixClass = 128,

    /// <summary><c>(?i)</c> at the start.</summary>
    IgnoreCase = 256,

    /// <summary>A capturing group in a part that is repeated: <c>(?:(a)b)*</c>, <c>(a)+</c>.</summary>
    RepeatedGroup = 512,

    /// <summary>A character beyond the Basic Multilingual Plane.</summary>
    SupplementaryCharacter = 1024,
}
