using System.Globalization;
using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>Keeps global transforms in the policies' file.</summary>
public sealed class SqliteGlobalTransformStore : IGlobalTransformStore
{
    private const string TagTransform = "TAG_TRANSFORM";

    private readonly StoreFile _file;
    private readonly TimeProvider _time;

    /// <summary>A store in a file, which need not be there yet.</summary>
    /// <param name="path">The file, usually <c>policies.db</c> in the data directory.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public SqliteGlobalTransformStore(string path, TimeProvider? time = null)
    {
        _file = new StoreFile(path, StoreSchema.Policies);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredGlobalTransform> List() => Read(null);

    /// <inheritdoc/>
    public StoredGlobalTransform? Find(string tag) => Read(TagName.Key(tag)).SingleOrDefault();

    /// <inheritdoc/>
    public StoredGlobalTransform Save(GlobalTransform transform, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transform);
        IReadOnlyList<Diagnostic> problems = GlobalTransformCheck.Run(transform);
        if (problems.Any(problem => problem.Severity == DiagnosticSeverity.Error))
        {
            throw PaceException.Invalid(transform.ToString(), problems);
        }

        string text = GlobalTransformReader.Write(transform, PolicyFormat.Json);
        if (GlobalTransformReader.Read(text, PolicyFormat.Json) is not (not null, { Count: 0 }))
        {
            throw PaceException.Invalid(
                transform.ToString(), [new Diagnostic(DiagnosticCodes.TextInvalid, "it could not be read again", "")]);
        }

        StoreErrors.Translate(_file.Path, () =>
        {
            using SqliteConnection connection = _file.BeginWrite(cancellation);
            connection.Execute(
                StoreSql.SaveTransform,
                ("@key", TagName.Key(transform.Ref)),
                ("@ref", transform.Ref),
                ("@now", PolicyRow.Write(_time.GetUtcNow())),
                ("@transform", text));
            return connection.Execute(StoreSql.Commit);
        });
        return Find(transform.Ref)!;
    }

    /// <inheritdoc/>
    public bool Remove(string tag, CancellationToken cancellation = default) => StoreErrors.Translate(_file.Path, () =>
    {
        if (!_file.Exists())
        {
            return false;
        }

        using SqliteConnection connection = _file.BeginWrite(cancellation);
        int removed = connection.Execute(StoreSql.RemoveTransform, ("@key", TagName.Key(tag)));
        connection.Execute(StoreSql.Commit);
        return removed > 0;
    });

    private List<StoredGlobalTransform> Read(string? key)
    {
        List<(string Ref, string Created, string Updated, string Text)> rows = StoreErrors.Translate(_file.Path, () =>
        {
            List<(string, string, string, string)> rows = [];
            using SqliteConnection? connection = _file.BeginRead();
            if (connection is not null)
            {
                using SqliteCommand command = connection.Command(StoreSql.SelectTransforms, ("@key", key));
                using SqliteDataReader reader = command.ExecuteReader();
                while (reader.Read())
                {
                    rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
                }
            }

            return rows;
        });
        return rows.ConvertAll(row => new StoredGlobalTransform(
            row.Ref,
            TagTransform,
            GlobalTransformReader.Read(row.Text, PolicyFormat.Json) is ({ } transform, { Count: 0 })
                ? transform with { Origin = null }
                : throw StoreErrors.Unusable(
                    _file.Path, $"The store '{_file.Path}' has a global transform '{row.Ref}' that cannot be read.", "Remove it with Remove-PaceGlobalTransform, and store it again."),
            Time(row.Created),
            Time(row.Updated)));
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
