using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class RowTests : PostgresTest
{
    [PostgresFact]
    public async Task Values_come_as_the_nearest_of_dotnets_types_and_none_is_changed()
    {
        await SqlAs("pace", """
            create type public.mood as enum ('sad', 'glad');
            create table public.all_types as select
                true as a, 1::smallint as b, 2 as c, 9223372036854775807 as d, 1.5::real as e, 0.1::float8 as f,
                1.10::numeric as g, 123456789012345678901234567890.5::numeric as h, 'NaN'::numeric as i,
                'x'::text as j, 'ab'::char(4) as k, '\x00ff'::bytea as l, '6f8a2ab6-6a4e-4f8e-9b5e-000000000001'::uuid as m,
                '2024-02-29'::date as n, 'infinity'::date as o, '2024-02-29 12:34:56.789'::timestamp as p,
                '2024-02-29 12:34:56.5+05:30'::timestamptz as q, '-infinity'::timestamptz as r, '0044-03-15 BC'::date as s,
                '{"a": 1}'::json as t, array[1, null, 3] as u, array[[1.5, 2], [3, 4]] as v, '{"a,b",NULL,"\"q\\"}'::text[] as w,
                'glad'::public.mood as x, '1 day 02:00'::interval as y, null::int as z
            """);

        TableRow row = Assert.Single(await Read(Platform(), "public.all_types"));

        Assert.Equal(Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()), row.Columns);
        Assert.Equal(
            [
                true, (short)1, 2, long.MaxValue, 1.5f, 0.1,
                1.10m, "123456789012345678901234567890.5", "NaN",
                "x", "ab  ", new byte[] { 0, 255 }, Guid.Parse("6f8a2ab6-6a4e-4f8e-9b5e-000000000001"),
                new DateOnly(2024, 2, 29), "infinity", new DateTime(2024, 2, 29, 12, 34, 56, 789),
                new DateTimeOffset(2024, 2, 29, 7, 4, 56, 500, TimeSpan.Zero), "-infinity", "0044-03-15 BC",
                "{\"a\": 1}", new object?[] { 1, null, 3 }, new object?[] { new object?[] { 1.5m, 2m }, new object?[] { 3m, 4m } },
                new object?[] { "a,b", null, "\"q\\" }, "glad", "1 day 02:00:00", null,
            ],
            row.Values);
        Assert.Equal("1.10", ((decimal)row.Values[6]!).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [PostgresFact]
    public async Task Rows_can_be_skipped_and_limited_and_the_platform_used_in_between()
    {
        await SqlAs("pace", "create table public.many as select n from generate_series(1, 50000) n");
        IProcessingPlatform platform = Platform();

        Assert.Equal([11, 12, 13], (await Read(platform, "public.many", new Page(10, 3))).Select(row => row.Values[0]));
        Assert.Empty(await Read(platform, "public.many", new Page(50000)));
        int read = 0;
        await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest("public.many", Page.All), None))
        {
            if (++read == 3)
            {
                Assert.NotEmpty(await platform.ListTablesAsync("public", Page.All, None));
                break;
            }
        }

        Assert.Equal(50000, (await Read(platform, "public.many")).Count);
    }

    [PostgresFact]
    public async Task Rows_are_those_that_the_login_sees_and_what_it_may_not_read_is_refused()
    {
        await Sql("create table public.closed (x int)");
        PaceException error = await Refused(() => Read(Platform(), "public.closed"), PaceErrorKind.PlatformRefused);
        Assert.Contains("a right is missing", error.Message, StringComparison.Ordinal);
        await Refused(() => Read(Platform(), "public.closd"), PaceErrorKind.ResourceNotFound);
    }

    private static async Task<List<TableRow>> Read(IProcessingPlatform platform, string table, Page page = default)
    {
        List<TableRow> rows = [];
        await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest(table, page), None))
        {
            rows.Add(row);
        }

        return rows;
    }
}
