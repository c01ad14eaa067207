using System.Collections.Frozen;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Functions that an expression of a policy must not call.</summary>
internal static class SqlFunctions
{
    // Functions that run SQL given as text, read other tables or files, change the session (and with it whom the
    // policy takes the user for), or act on the server. A platform's own functions of that kind are its admin's matter.
    private static readonly FrozenSet<string> Names = SqlWords.Words("""
        currval fts3_tokenizer lastval load_extension load_file nextval pg_cancel_backend
        pg_logical_emit_message pg_notify pg_promote pg_reload_conf pg_rotate_logfile pg_stat_file
        pg_switch_wal pg_terminate_backend readfile set_config setseed setval ts_rewrite ts_stat writefile
        """);

    private static readonly string[] Beginnings =
    [
        "cursor_to_xml", "database_to_xml", "dblink", "lo_", "pg_advisory_", "pg_ls_", "pg_read_", "pg_sleep",
        "pg_try_advisory_", "query_to_xml", "schema_to_xml", "system$", "table_to_xml",
    ];

    /// <summary>Whether a function reads or changes more than its arguments.</summary>
    public static bool DoesMoreThanCompute(string name) =>
        Names.Contains(name) || Array.Exists(Beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
