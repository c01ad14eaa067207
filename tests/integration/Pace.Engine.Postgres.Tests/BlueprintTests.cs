using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class BlueprintTests : PostgresTest
{
    [PostgresFact]
    public async Task A_blueprint_shows_a_table_as_it_is()
    {
        await SqlAs("pace", """
            create type public.mood as enum ('sad', 'glad');
            create domain public.mail as varchar(40) not null;
            create table public.demo (
                id bigint generated always as identity, "E-Mail" public.mail, age int not null, gone text,
                born timestamptz(3), tags text[], feeling public.mood, price numeric(10,2), double_age int generated always as (age * 2) stored);
            alter table public.demo drop column gone;
            comment on table public.demo is 'customers';
            comment on column public.demo."E-Mail" is 'where to write to; pace::pii and pace::"e mail", pace::pii again';
            comment on column public.demo.age is 'space::no pace::größe pace::my-tag_2.';
            """);

        DataPolicy blueprint = await Platform().CreateBlueprintAsync("public.demo", None);

        Assert.Equal(
            new DataPolicy
            {
                Metadata = new PolicyMetadata { Title = "public.demo", Description = "customers" },
                Source = new PolicySource
                {
                    Ref = new ResourceUrn
                    {
                        IntegrationFqn = "public.demo",
                        Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres },
                    },
                    Fields =
                    [
                        new Field { NameParts = ["id"], Type = "bigint", Required = true },
                        new Field { NameParts = ["E-Mail"], Type = "public.mail", Required = true, Tags = ["pii", "e mail"] },
                        new Field { NameParts = ["age"], Type = "integer", Required = true, Tags = ["größe", "my-tag_2"] },
                        new Field { NameParts = ["born"], Type = "timestamp(3) with time zone" },
                        new Field { NameParts = ["tags"], Type = "text[]" },
                        new Field { NameParts = ["feeling"], Type = "public.mood" },
                        new Field { NameParts = ["price"], Type = "numeric(10,2)" },
                        new Field { NameParts = ["double_age"], Type = "integer" },
                    ],
                },
            },
            blueprint);
    }

    [PostgresFact]
    public async Task A_table_is_found_by_its_name_alone_where_one_schema_of_the_search_path_has_it()
    {
        await SqlAs("pace", "create schema other; create table public.demo (x int); create table other.hidden (x int)");

        Assert.Equal("public.demo", (await Platform().CreateBlueprintAsync("demo", None)).Id);
        Assert.Equal("public.demo", (await Platform().CreateBlueprintAsync($"{Database}.public.demo", None)).Id);
        await Refused(() => Platform().CreateBlueprintAsync("hidden", None), PaceErrorKind.ResourceNotFound);

        await Sql($"alter role %pace% in database {Database} set search_path = public, other");
        await SqlAs("pace", "create table other.demo (x int)");
        PaceException several = await Refused(() => Platform().CreateBlueprintAsync("demo", None), PaceErrorKind.ResourceNotFound);
        Assert.Contains("other.demo, public.demo", several.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_table_that_is_not_there_is_refused_with_the_nearest_name()
    {
        await SqlAs("pace", "create table public.customers (x int)");

        PaceException error = await Refused(() => Platform().CreateBlueprintAsync("public.costumers", None), PaceErrorKind.ResourceNotFound);

        Assert.Contains("did you mean 'public.customers'?", error.Message, StringComparison.Ordinal);
        Assert.Contains($"database '{Database}'", error.Message, StringComparison.Ordinal);
        await Refused(() => Platform().CreateBlueprintAsync("public.\"", None), PaceErrorKind.ResourceNotFound);
    }
}
