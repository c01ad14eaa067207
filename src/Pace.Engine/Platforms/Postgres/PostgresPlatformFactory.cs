using Npgsql;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Makes PostgreSQL platforms.</summary>
public sealed class PostgresPlatformFactory : IPlatformFactory
{
    private const int DefaultPort = 5432;
    private const int DefaultTimeout = 10;

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Postgres;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformOption> Options { get; } =
    [
        new("host-name", true, "the server's name or address, or the folder of its socket"),
        new("port", false, "the server's port, 5432 when left out"),
        new("database", true, "the database"),
        new("user-name", false, "the role that logs in; needed unless a credential is given"),
        new("password", false, "its password; when left out, the password file (PGPASSFILE, ~/.pgpass) is read"),
        new("judge-by", false, "current_user (the role in force) or session_user (the role that logged in)"),
        new("ssl-mode", false, "disable, prefer (when left out), require, verify-ca or verify-full"),
        new("root-certificate", false, "the file of the certificates that ssl-mode verify-ca and verify-full trust"),
        new("timeout-seconds", false, "how long connecting may take, 1 to 300, 10 when left out"),
    ];

    /// <inheritdoc/>
    public IProcessingPlatform Create(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PlatformOptionReader reader = new(settings, Options);
        string host = reader.Text("host-name") ?? "";
        if (host.Contains(',', StringComparison.Ordinal))
        {
            reader.Add("the key 'host-name' names several servers");
        }

        string user = settings.Credential?.UserName ?? reader.Text("user-name") ?? "";
        if (user.Length == 0)
        {
            reader.Add("the key 'user-name' is missing, and no credential is given");
        }

        SslMode sslMode = reader.Choice(
            "ssl-mode",
            ("prefer", SslMode.Prefer),
            ("disable", SslMode.Disable),
            ("require", SslMode.Require),
            ("verify-ca", SslMode.VerifyCA),
            ("verify-full", SslMode.VerifyFull));
        string? certificate = reader.Text("root-certificate");
        if (certificate is not null && sslMode is not (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            reader.Add("the key 'root-certificate' does nothing unless ssl-mode is verify-ca or verify-full");
        }
        else if (certificate is not null && !File.Exists(certificate = ExpandHome(certificate)))
        {
            reader.Add("the key 'root-certificate' names a file that is not there");
        }

        JudgeBy judgeBy = reader.Choice(
            "judge-by", ("current_user", JudgeBy.CurrentUser), ("session_user", JudgeBy.SessionUser));
        NpgsqlConnectionStringBuilder connection = new()
        {
            Host = host,
            Port = reader.Integer("port", 1, 65535, DefaultPort),
            Database = reader.Text("database"),
            Username = user,
            Password = settings.Credential is { } credential ? credential.Password : reader.Text("password"),
            SslMode = sslMode,
            RootCertificate = certificate,
            Timeout = reader.Integer("timeout-seconds", 1, 300, DefaultTimeout),
            ApplicationName = "Pace",
            // A PowerShell session is short: no connection stays open longer than its platform.
            Pooling = false,
            Multiplexing = false,
            PersistSecurityInfo = false,
            // Details of errors may hold values of rows, and no message needs them.
            IncludeErrorDetail = false,
            // How long a statement may run is the user's to decide (Ctrl+C); a dead peer is found by the system.
            CommandTimeout = 0,
        };
        // Only where there is TCP: a socket in a folder refuses these options.
        if (!Path.IsPathRooted(host))
        {
            connection.TcpKeepAlive = true;
            connection.TcpKeepAliveTime = 30;
            connection.TcpKeepAliveInterval = 10;
        }

        reader.ThrowIfWrong();
        return new PostgresPlatform(settings.Id, new PostgresDialect(judgeBy), connection);
    }

    private static string ExpandHome(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;
}
