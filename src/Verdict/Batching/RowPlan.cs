using System.Runtime.InteropServices;

namespace Verdict.Batching;

/// <summary>
/// Which rows of a model's states belong to which text of a batch. The texts are dealt into stages in their order. A model may compute the rows
/// of a text in pairs, which pays for texts of <see cref="FewestTokens"/> and more; these come first in their stage, each with an even number of
/// rows, and the others follow with a row for each token. Whether a text's rows are paired depends on its length alone, so that its scores do not
/// depend on the texts beside it. One pass owns it and lays it out again for each batch.
/// </summary>
/// <param name="pairs">Whether the model computes rows in pairs.</param>
/// <param name="stageTokens">Tokens of a stage at most; a longer text is a stage of its own.</param>
internal sealed class RowPlan(bool pairs, int stageTokens)
{
    /// <summary>A shorter text that is alone would pay more for the sums of the weights than its pairs save.</summary>
    public const int FewestTokens = 32;

    private readonly List<RowStage> _stages = [];
    private int[] _starts = new int[64];

    /// <summary>How many rows there are: the batch's tokens, and one for each text of an odd number of tokens that is computed in pairs.</summary>
    public int RowCount { get; private set; }

    /// <summary>The row of each text's first token, <c>[sequenceCount]</c>; those of its other tokens follow.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The stages, whose rows follow one another.</summary>
    public ReadOnlySpan<RowStage> Stages => CollectionsMarshal.AsSpan(_stages);

    /// <summary>Rows of the largest stage.</summary>
    public int LargestStage { get; private set; }

    /// <summary>Rows that a batch of so many tokens may have.</summary>
    public int MostRows(int tokens) => pairs ? tokens + (tokens / FewestTokens) : tokens;

    /// <summary>Rows that a stage of a batch of so many tokens may have.</summary>
    public int MostStageRows(int tokens, int longest) => Math.Max(MostRows(Math.Min(tokens, stageTokens)), RowsFor(longest));

    /// <summary>Lays out a batch.</summary>
    public void Lay(PackedBatch batch)
    {
        if (_starts.Length < batch.SequenceCount)
            _starts = new int[Math.Max(batch.SequenceCount, _starts.Length * 2)];
        _stages.Clear();
        RowCount = LargestStage = 0;
        for (int first = 0, end; first < batch.SequenceCount; first = end)
        {
            int tokens = batch.LengthOf(first);
            for (end = first + 1; end < batch.SequenceCount && tokens + batch.LengthOf(end) <= stageTokens; end++)
                tokens += batch.LengthOf(end);
            int start = RowCount;
            if (pairs)
                Lay(batch, first, end, paired: true);
            int paired = RowCount - start;
            Lay(batch, first, end, paired: false);
            _stages.Add(new RowStage(first, end, start, paired, RowCount - start));
            LargestStage = Math.Max(LargestStage, RowCount - start);
        }
    }

    /// <summary>Whether the rows of a text of so many tokens are computed in pairs.</summary>
    public bool IsPaired(int tokens) => pairs && tokens >= FewestTokens;

    /// <summary>Rows of a text of so many tokens.</summary>
    public int RowsFor(int tokens) => IsPaired(tokens) ? (tokens + 1) & ~1 : tokens;

    private void Lay(PackedBatch batch, int first, int end, bool paired)
    {
        for (int text = first; text < end; text++)
        {
            int tokens = batch.LengthOf(text);
            if (IsPaired(tokens) != paired)
                continue;
            _starts[text] = RowCount;
            RowCount += RowsFor(tokens);
        }
    }
}
