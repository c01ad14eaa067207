using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Compilation;

public class PolicyHashTests
{
    private const string Mask = """
              - field: { name_parts: [ email ] }
                transforms: [ { nullify: {} } ]
        """;

    [Fact]
    public void A_policy_has_the_same_hash_in_either_notation_and_under_any_name_of_its_platform()
    {
        DataPolicy policy = Read(PolicyText.Of("public.t", "email text", Mask));
        DataPolicy renamed = policy with
        {
            Metadata = new PolicyMetadata { Title = "another title", Version = 7 },
            Source = policy.Source! with
            {
                Ref = policy.Source.Ref! with { Platform = new PlatformReference { Id = "elsewhere", PlatformType = PlatformType.Postgres } },
            },
        };
        DataPolicy asJson = PolicyReader.Read(PolicyWriter.Write(policy, PolicyFormat.Json), PolicyFormat.Json).Policy!;

        Assert.Equal(Hash(policy), Hash(renamed));
        Assert.Equal(Hash(policy), Hash(asJson));
    }

    [Fact]
    public void A_policy_that_says_something_else_has_another_hash()
    {
        string[] others =
        [
            PolicyText.Of("public.t", "email text", ""),
            PolicyText.Of("public.t", "email varchar", Mask),
            PolicyText.Of("public.u", "email text", Mask),
            PolicyText.Of("public.t", "email text", Mask, """
                  - generic_filter: { conditions: [ { condition: "email is not null" } ] }
            """),
        ];

        string[] hashes = [Hash(Read(PolicyText.Of("public.t", "email text", Mask))), .. others.Select(other => Hash(Read(other)))];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static DataPolicy Read(string yaml)
    {
        PolicyReadResult read = PolicyReader.Read(yaml, PolicyFormat.Yaml);
        Assert.Empty(read.Diagnostics);
        return read.Policy!;
    }

    private static string Hash(DataPolicy policy) => PolicyCompiler.Compile(policy, new PostgresDialect()).Require(policy).Hash;
}
