using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Evaluation;

/// <summary>
/// What memory has instead of a platform, for the rules of dialects to ask: PostgreSQL's meaning, but any name will do.
/// No SQL is made of it.
/// </summary>
internal sealed class MemoryDialect : PostgresDialect
{
    public override string Name => "Evaluation";

    internal override string? ProblemOfName(QualifiedName name) => null;

    internal override string? ProblemOfColumn(string name) => null;

    internal override string? ProblemOfGroup(string name) => null;

    // What memory cannot match is told as not portable, with what to do.
    internal override string? ProblemOfPattern(RegexpPattern pattern) => null;
}
