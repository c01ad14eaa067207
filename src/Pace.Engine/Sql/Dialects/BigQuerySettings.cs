namespace Pace.Engine.Sql.Dialects;

/// <summary>What a BigQuery platform says of itself: the keys of <c>config.yaml</c> that decide on its SQL.</summary>
public sealed record BigQuerySettings
{
    /// <summary>The project of names that have no part for it (<c>project-id</c>); null: every name has its own.</summary>
    public string? ProjectId { get; init; }

    /// <summary>
    /// The table that says who is in which group (<c>user-groups-table</c>), with string columns <c>userEmail</c> and
    /// <c>userGroup</c>; null: <c>user_groups</c> in the source's dataset.
    /// </summary>
    public QualifiedName? UserGroupsTable { get; init; }

    /// <summary>
    /// Whether the routine <c>principal_check_routines.check_principal_access</c> is asked in place of the table
    /// (<c>use-iam-check-extension</c>). It knows groups, roles and permissions of Google's IAM.
    /// </summary>
    public bool UseIamCheckExtension { get; init; }
}

/// <summary>A view that has to be authorized on a dataset, because its readers have no rights there.</summary>
/// <param name="View">The view: project, dataset, name.</param>
/// <param name="Dataset">The dataset of a table that it reads: project, dataset.</param>
public sealed record BigQueryAuthorization(QualifiedName View, QualifiedName Dataset);
