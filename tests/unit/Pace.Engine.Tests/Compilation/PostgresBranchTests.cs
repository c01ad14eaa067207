using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Compilation;

/// <summary>Whatever the branches and whoever looks: the first branch that matches decides, and every filter holds.</summary>
public sealed class PostgresBranchTests(PostgresWorld world) : IClassFixture<PostgresWorld>
{
    private static readonly string[] Groups = ["branch_a", "branch_b", "branch_c"];

    // A branch is for some of the groups; a case is the branches of a column and of a filter.
    private static readonly Gen<string[][]> Lists =
        Gen.SubListOf(Groups).Where(some => some.Count > 0).Select(some => some.ToArray())
            .ListOf().Select(branches => branches.Take(4).ToArray());

    [PostgresFact]
    public async Task The_first_branch_that_matches_decides_for_every_combination_of_groups()
    {
        await world.Run("create table branches (n int, m int); insert into branches select n, 99 from generate_series(0, 4) n");
        for (int member = 0; member < 8; member++)
        {
            foreach (string group in GroupsOf(member))
            {
                await world.Run($"grant %{group}% to %branch_member_{member}%");
            }

            await world.Run($"grant usage on schema public to %branch_member_{member}%");
        }

        foreach ((string[][] columns, string[][] filters) in Lists.SelectMany(_ => Lists, (a, b) => (a, b)).Sample(40, 6))
        {
            // The same group in two branches is refused: keep each where it stands first.
            (string[][] column, string[][] filter) = (Distinct(columns), Distinct(filters));
            await world.Run("drop view if exists branches_view");
            await world.Apply(Policy(column, filter));
            for (int member = 0; member < 8; member++)
            {
                await world.Run($"grant select on branches_view to %branch_member_{member}%");
                int shown = FirstMatch(column, member);
                int least = FirstMatch(filter, member);

                Assert.Equal(
                    Enumerable.Range(0, 5).Where(n => n >= least).Select(n => $"{n}|{shown}"),
                    await world.Query($"branch_member_{member}", "select n, m from branches_view"));
            }
        }
    }

    private static IEnumerable<string> GroupsOf(int member) => Groups.Where((_, at) => (member >> at & 1) == 1);

    private static int FirstMatch(string[][] branches, int member)
    {
        int at = Array.FindIndex(branches, branch => branch.Intersect(GroupsOf(member)).Any());
        return at < 0 ? branches.Length : at;
    }

    private static string[][] Distinct(string[][] branches)
    {
        HashSet<string> seen = [];
        return [.. branches.Select(branch => branch.Where(seen.Add).ToArray()).Where(branch => branch.Length > 0)];
    }

    private static string Policy(string[][] column, string[][] filter)
    {
        static string Principals(string[] groups) => $"principals: [ {string.Join(", ", groups.Select(group => $"{{ group: \"%{group}%\" }}"))} ]";
        StringBuilder text = new("""
            metadata: { title: branches }
            source:
              ref: { integration_fqn: public.branches, platform: { id: pg, platform_type: POSTGRES } }
              fields: [ { name_parts: [ n ], type: integer }, { name_parts: [ m ], type: integer } ]
            rule_sets:
              - target: { ref: { integration_fqn: public.branches_view } }
                field_transforms:
                  - field: { name_parts: [ m ] }
                    transforms:

            """);
        for (int at = 0; at <= column.Length; at++)
        {
            text.AppendLine($"          - {{ {Principals(at < column.Length ? column[at] : [])}, fixed: {{ value: \"{at}\" }} }}");
        }

        text.AppendLine("    filters:\n      - generic_filter:\n          conditions:");
        for (int at = 0; at <= filter.Length; at++)
        {
            text.AppendLine($"            - {{ {Principals(at < filter.Length ? filter[at] : [])}, condition: \"n >= {at}\" }}");
        }

        return text.ToString();
    }
}
