namespace Verdict.Tokenization;

/// <summary>What stands at one place of a <see cref="Template"/>: a special token, or one of the texts.</summary>
/// <param name="Sequence">0 or 1 for the first or second text, −1 for a special token.</param>
/// <param name="TypeId">The token type of what stands here.</param>
/// <param name="Id">The special token's id.</param>
/// <param name="Token">The special token.</param>
internal readonly record struct TemplatePlace(int Sequence, int TypeId, int Id, string Token);

/// <summary>The order in which special tokens and texts are put together, such as <c>[CLS] A [SEP] B [SEP]</c>.</summary>
internal sealed class Template
{
    /// <summary>Takes the places over.</summary>
    public Template(IReadOnlyList<TemplatePlace> places)
    {
        Places = [.. places];
        SpecialCount = places.Count(p => p.Sequence < 0);
    }

    /// <summary>One text alone, or two one after the other: what a tokeniser without a post-processor does.</summary>
    public static Template Bare(int sequences) =>
        new([.. Enumerable.Range(0, sequences).Select(s => new TemplatePlace(s, s, 0, ""))]);

    /// <summary>What stands where. Each text stands exactly once, the first before the second.</summary>
    public TemplatePlace[] Places { get; }

    /// <summary>How many special tokens it adds.</summary>
    public int SpecialCount { get; }

    /// <summary>BERT's own templates.</summary>
    public static (Template Single, Template Pair) Bert(int clsId, string cls, int sepId, string sep)
    {
        TemplatePlace[] single = [new(-1, 0, clsId, cls), new(0, 0, 0, ""), new(-1, 0, sepId, sep)];
        return (new Template(single), new Template([.. single, new(1, 1, 0, ""), new(-1, 1, sepId, sep)]));
    }
}
