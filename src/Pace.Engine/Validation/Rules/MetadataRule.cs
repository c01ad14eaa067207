using Pace.Engine.Diagnostics;

namespace Pace.Engine.Validation.Rules;

/// <summary>A policy that has metadata has a title that says something.</summary>
internal sealed class MetadataRule : IPolicyRule
{
    private const int LeastCharacters = 3;

    public void Check(PolicyContext context)
    {
        if (context.Policy.Metadata is not { } metadata)
        {
            return;
        }

        int characters = metadata.Title.EnumerateRunes().Count();
        if (characters < LeastCharacters)
        {
            string message = characters == 0 ? "the metadata have no title" : $"the title '{metadata.Title}' has fewer than {LeastCharacters} characters";
            context.Report(DiagnosticCodes.TitleTooShort, "metadata.title", message);
        }
    }
}
