using Pace.Engine.Diagnostics;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.GlobalTransforms;

public sealed class GlobalTransformStoreTests : IDisposable
{
    private const string Yaml =
        """
        description: mails
        tag_transform:
          tag_content: pii-email
          transforms:
            - { principals: [ { group: fraud } ], hash: { seed: 7 } }
            - nullify: {}
        """;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_there_until_it_is_removed()
    {
        SqliteGlobalTransformStore store = Store();
        Assert.Empty(store.List());
        Assert.False(store.Remove("pii-email"));
        Assert.False(File.Exists(_folder.File));

        StoredGlobalTransform stored = store.Save(Read(Yaml));

        Assert.Equal(("pii-email", "TAG_TRANSFORM", _folder.Clock.Now), (stored.Ref, stored.Type, stored.UpdatedAt));
        Assert.Equal(Read(Yaml), stored.Transform);
        Assert.Equal(stored, Assert.Single(Store().List()));
        Assert.True(store.Remove("PII Email"));
        Assert.Empty(store.List());
    }

    [Fact]
    public void A_tag_has_one_whatever_its_spelling_with_the_time_of_the_first()
    {
        SqliteGlobalTransformStore store = Store();
        DateTimeOffset first = store.Save(Read(Yaml)).CreatedAt;
        _folder.Clock.Now += TimeSpan.FromHours(1);

        StoredGlobalTransform second = store.Save(Read(Yaml.Replace("pii-email", "PII_Email", StringComparison.Ordinal)));

        Assert.Equal(("PII_Email", "PII_Email", first, first + TimeSpan.FromHours(1)),
            (second.Ref, second.Transform.Ref, second.CreatedAt, second.UpdatedAt));
        Assert.Single(store.List());
    }

    [Fact]
    public void Policies_and_transforms_share_a_file()
    {
        Store().Save(Read(Yaml));
        _folder.Store().Save(Some.Key);
        Assert.Single(Store().List());
        Assert.Single(_folder.Store().List());
    }

    [Theory]
    [InlineData("tag_content: pii-email", "tag_content: ' '", "tag_transform.tag_content")]
    [InlineData("- nullify: {}", "- { principals: [ { group: x } ], nullify: {} }", "tag_transform.transforms[1].principals")]
    [InlineData("hash: { seed: 7 }", "regexp: { regexp: '(' }", "tag_transform.transforms[0].regexp.regexp")]
    [InlineData("hash: { seed: 7 }", "hsh: {}", "tag_transform.transforms[0].hsh")]
    public void What_has_errors_is_refused_with_the_place_and_nothing_is_stored(string from, string to, string path)
    {
        GlobalTransform bad = Read(Yaml.Replace(from, to, StringComparison.Ordinal));

        PaceException error = Assert.Throws<PaceException>(() => Store().Save(bad));

        Assert.Equal(PaceErrorKind.PolicyInvalid, error.Kind);
        Diagnostic problem = Assert.Single(error.Diagnostics);
        Assert.StartsWith(path, problem.Path, StringComparison.Ordinal);
        Assert.NotNull(problem.Position);
        Assert.False(File.Exists(_folder.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1")]
    [InlineData("description: x")]
    [InlineData("tag_transform: []")]
    [InlineData("{")]
    public void What_is_no_global_transform_is_told(string text)
    {
        (GlobalTransform? transform, IReadOnlyList<Diagnostic> found) = GlobalTransformReader.Read(text, PolicyFormat.Yaml);
        Assert.NotEmpty(transform is null ? found : GlobalTransformCheck.Run(transform));
    }

    private SqliteGlobalTransformStore Store() => new(_folder.File, _folder.Clock);

    private static GlobalTransform Read(string yaml) => GlobalTransformReader.Read(yaml, PolicyFormat.Yaml).Transform!;
}
