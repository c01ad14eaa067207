using System.Collections.Frozen;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Words that mean something in SQL, in lower case; so they are not taken for misspelt columns.</summary>
internal static class SqlWords
{
    /// <summary>Keywords of PostgreSQL 15; the other dialects have few more.</summary>
    public static readonly FrozenSet<string> Keywords = Words("""
        abort absolute access action add admin after aggregate all also alter always analyse analyze and any
        array as asc asensitive assertion assignment asymmetric at atomic attach attribute authorization
        backward before begin between bigint binary bit boolean both breadth by cache call called cascade
        cascaded case cast catalog chain char character characteristics check checkpoint class close cluster
        coalesce collate collation column columns comment comments commit committed compression concurrently
        configuration conflict connection constraint constraints content continue conversion copy cost
        create cross csv cube current current_catalog current_date current_role current_schema current_time
        current_timestamp current_user cursor cycle data database day deallocate dec decimal declare default
        defaults deferrable deferred definer delete delimiter delimiters depends depth desc detach
        dictionary disable discard distinct do document domain double drop each else enable encoding
        encrypted end enum escape event except exclude excluding exclusive execute exists explain expression
        extension external extract false family fetch filter finalize first float following for force
        foreign forward freeze from full function functions generated global grant granted greatest group
        grouping groups handler having header hold hour identity if ilike immediate immutable implicit
        import in include including increment index indexes inherit inherits initially inline inner inout
        input insensitive insert instead int integer intersect interval into invoker is isnull isolation
        join key label language large last lateral leading leakproof least left level like limit listen load
        local localtime localtimestamp location lock locked logged mapping match matched materialized
        maxvalue merge method minute minvalue mode month move name names national natural nchar new next nfc
        nfd nfkc nfkd no none normalize normalized not nothing notify notnull nowait null nullif nulls
        numeric object of off offset oids old on only operator option options or order ordinality others out
        outer over overlaps overlay overriding owned owner parallel parameter parser partial partition
        passing password placing plans policy position preceding precision prepare prepared preserve primary
        prior privileges procedural procedure procedures program publication quote range read real reassign
        recheck recursive ref references referencing refresh reindex relative release rename repeatable
        replace replica reset restart restrict return returning returns revoke right role rollback rollup
        routine routines row rows rule savepoint schema schemas scroll search second security select
        sequence sequences serializable server session session_user set setof sets share show similar simple
        skip smallint snapshot some sql stable standalone start statement statistics stdin stdout storage
        stored strict strip subscription substring support symmetric sysid system table tables tablesample
        tablespace temp template temporary text then ties time timestamp to trailing transaction transform
        treat trigger trim true truncate trusted type types uescape unbounded uncommitted unencrypted union
        unique unknown unlisten unlogged until update user using vacuum valid validate validator value
        values varchar variadic varying verbose version view views volatile when where whitespace window
        with within without work wrapper write xml xmlattributes xmlconcat xmlelement xmlexists xmlforest
        xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable year yes zone
        """);

    /// <summary>Types of PostgreSQL 15.</summary>
    public static readonly FrozenSet<string> Types = Words("""
        aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray
        anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea
        char cid cidr circle cstring date datemultirange daterange event_trigger fdw_handler float4 float8
        gtsvector index_am_handler inet int2 int2vector int4 int4multirange int4range int8 int8multirange
        int8range internal interval json jsonb jsonpath language_handler line lseg macaddr macaddr8 money
        name numeric nummultirange numrange oid oidvector path point polygon record refcursor regclass
        regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole
        regtype table_am_handler text tid time timestamp timestamptz timetz trigger tsm_handler tsmultirange
        tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid
        xid8 xml
        """);

    /// <summary>Words that stand where a column could: parts of dates, time zones, words of other dialects.</summary>
    public static readonly FrozenSet<string> Others = Words("""
        age century datetime day decade dow doy epoch glob hour isfinite isnull isodow isoyear julian match
        microsecond microseconds millennium millisecond milliseconds minute month notnull now pivot qualify
        quarter regexp rlike rowid second struct timezone timezone_hour timezone_minute today tomorrow utc
        variant week weekday year yesterday
        """);

    /// <summary>Whether a word, in any case, means something in SQL.</summary>
    public static bool IsKnown(string word) => Keywords.Contains(word) || Types.Contains(word) || Others.Contains(word);

    /// <summary>Whether a column's name can be written without quotes and is read as it is.</summary>
    public static bool IsPlainName(string name, SqlLexicalRules rules) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
        && !Keywords.Contains(name)
        && (rules.Folding != NameFolding.Lower || !name.Any(char.IsAsciiLetterUpper))
        && (rules.Folding != NameFolding.Upper || !name.Any(char.IsAsciiLetterLower));

    /// <summary>The words of a text, compared without case.</summary>
    public static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
