using FsCheck;
using FsCheck.Fluent;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>Texts that end quotes, begin comments, or look like either.</summary>
internal static class HostileTexts
{
    private static readonly string[] Pieces =
    [
        "'", "''", "\"", "\"\"", "`", "```", "\\", "\\\\", "\\'", "\\\"", "\\`", ";", "--", "/*", "*/", "#", "//", "$$", "$a$", "$1", "&v",
        "‘", "’", "“", "”", "ʼ", "＇", "＂", "´", "\0", "\n", "\r", "\t", "\u0001", "\u202e", "\u2028", "\u00a0", "😀", "é", "?", "@x", ":x",
        "(", ")", "[", "]", "{", "}", "%", ".", ",", " ", "a", "B", "_", "1", "public", "union select 1", "; drop table canary", "' or '1'='1", "\" --",
    ];

    /// <summary>One to six pieces.</summary>
    public static Gen<string> Any { get; } =
        from count in Gen.Choose(1, 6)
        from pieces in Gen.Elements(Pieces).ListOf(count)
        select string.Concat(pieces);
}
