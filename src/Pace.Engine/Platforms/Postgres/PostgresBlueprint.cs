using System.Text.RegularExpressions;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Describes a table as a policy without rules.</summary>
internal static partial class PostgresBlueprint
{
    /// <summary>The policy of a table.</summary>
    public static async Task<DataPolicy> CreateAsync(PostgresSession session, string table, CancellationToken cancellation)
    {
        (QualifiedName name, CatalogRelation relation) = await PostgresTables.FindAsync(session, table, cancellation);
        List<PostgresColumn> columns = await PostgresColumn.ReadAsync(session, relation.Oid, cancellation);
        string id = name.ToString();
        return new DataPolicy
        {
            Metadata = new PolicyMetadata
            {
                Title = id,
                Description = relation.Kind == PostgresCatalog.View ? CommentMark.Without(relation.Comment) : relation.Comment,
            },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = id,
                    Platform = new PlatformReference { Id = session.Endpoint.PlatformId, PlatformType = PlatformType.Postgres },
                },
                Fields = columns.Select(column => new Field
                {
                    NameParts = [column.Name],
                    Type = column.Type,
                    Required = column.Required,
                    Tags = Tags(column.Comment),
                }).ToValueList(),
            },
        };
    }

    /// <summary>The tags in a comment, each once: <c>pace::tag</c>, <c>pace::my-tag</c>, <c>pace::"my tag"</c>.</summary>
    internal static ValueList<string> Tags(string? comment) => Tag().Matches(comment ?? "")
        .Select(match => match.Groups["tag"].Value.Trim())
        .Where(tag => tag.Length > 0)
        .Distinct(StringComparer.Ordinal)
        .ToValueList();

    [GeneratedRegex("""(?<![\p{L}\p{N}_])pace::(?:"(?<tag>[\p{L}\p{M}\p{N}_\- ]+)"|(?<tag>[\p{L}\p{M}\p{N}_\-]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
