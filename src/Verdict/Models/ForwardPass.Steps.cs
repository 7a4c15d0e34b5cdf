using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Kernels.Int8;

namespace Verdict.Models;

/// <content>The steps. Each takes the portion of the work that is a worker's: its rows with all columns, or all rows with its panels.</content>
internal sealed unsafe partial class ForwardPass
{
    /// <summary>Where in a row of the projections attention's result stands; in the last layer it is always at the start.</summary>
    private int ContextStart => _model.RoundsProjections ? 2 * _model.Configuration.HiddenSize : 0;

    private void Encode(int worker)
    {
        (int first, int end) = Share(_rows.RowCount, worker, _workers);
        _model.Embeddings.Run(_kernels, _batch, _rows, first, end, _scratch.States);
        Wait(_workers);
        for (int i = 0; i < _model.Layers.Count - 1; i++)
        {
            for (int stage = 0; stage < _rows.Stages.Length; stage++)
                Encode(_model.Layers[i], _rows.Stages[stage], worker);
        }

        EncodeLast(_model.Layers[^1], worker);
    }

    private void Encode(BertLayer layer, RowStage stage, int worker)
    {
        bool byPanels = SplitsPanels(stage.RowCount);
        Portion pairs = PortionOf(0, stage.PairedRows, worker, byPanels, paired: true);
        Portion singles = PortionOf(stage.PairedRows, stage.RowCount - stage.PairedRows, worker, byPanels, paired: false);
        Rows states = _scratch.States.From(stage.FirstRow);
        Project(layer.Projection!, pairs, states);
        Project(layer.Projection!, singles, states);
        Wait(_workers);
        Attend(stage, worker);
        Wait(_workers);
        if (worker == 0)
            _nextItem = 0;
        SecondHalf(layer, pairs, states);
        SecondHalf(layer, singles, states);
    }

    /// <summary>Of the last layer only each text's first token is read.</summary>
    private void EncodeLast(BertLayer layer, int worker)
    {
        Portion mine = PortionOf(0, _batch.SequenceCount, worker, SplitsPanels(_batch.SequenceCount), paired: false);
        var firstTokens = new Rows(_scratch.Projections.Start + _kernels.PaddedWidth(_model.Configuration.HiddenSize), _scratch.Projections.Stride);
        Wait(_workers);
        if (worker == 0)
            CopyFirstTokens(_scratch.States, _rows.Starts, firstTokens);
        Wait(_workers);
        Multiply(layer.FirstToken!.Query, mine, firstTokens, _scratch.Projections, false, Elementwise.Identity);
        Wait(_workers);
        AttendFirst(layer.FirstToken, worker);
        Wait(_workers);
        if (worker == 0)
            CopyFirstTokens(firstTokens, null, _scratch.States);
        Wait(_workers);
        SecondHalf(layer, mine, _scratch.States);
        Classify(mine);
    }

    /// <summary>Every head of every text; who is free takes the next.</summary>
    private void Attend(RowStage stage, int worker)
    {
        int heads = _model.Configuration.HeadCount, size = _model.Configuration.HeadSize, hidden = _model.Configuration.HiddenSize;
        int items = (stage.EndText - stage.FirstText) * heads;
        for (int item = Interlocked.Increment(ref _nextItem) - 1; item < items; item = Interlocked.Increment(ref _nextItem) - 1)
        {
            int text = stage.FirstText + (item / heads);
            int first = item % heads * size, length = _batch.LengthOf(text);
            Rows rows = _scratch.Projections.From(_rows.Starts[text] - stage.FirstRow);
            float* query = rows.Start + first;
            ushort* rounded = (ushort*)rows.Start + first;
            if (_model.RoundsProjections)
                _attention[worker].RunRounded(rounded, rounded + hidden, rounded + (2 * hidden), 2 * rows.Stride, length, query + ContextStart, rows.Stride);
            else
                _attention[worker].Run(query, query + hidden, query + (2 * hidden), rows.Stride, length);
        }
    }

    /// <summary>Queries, keys and values.</summary>
    private void Project(PackedMatrix matrix, Portion mine, Rows states)
    {
        if (!_model.RoundsProjections)
        {
            Multiply(matrix, mine, states, _scratch.Projections, false, Elementwise.Identity);
            return;
        }

        (int firstPanel, int endPanel) = Share(matrix.PanelCount, mine.Part, mine.Parts);
        if (firstPanel == endPanel || mine.Count == 0)
            return;
        Rows a = states.From(mine.First), c = _scratch.Projections.From(mine.First);
        ((Int8Matrix)matrix).MultiplyRounded(a.Start, a.Stride, mine.Count, firstPanel, endPanel, (ushort*)c.Start, 2 * c.Stride, _scratch.Matrix(mine.Worker), a.Bounds);
    }

    /// <summary>The first token of every text; a worker takes some heads of all texts, so that it meets their weights once.</summary>
    private void AttendFirst(FirstTokenAttention attention, int worker)
    {
        (int first, int end) = Share(_model.Configuration.HeadCount, worker, _workers);
        Rows queries = _scratch.Projections, states = _scratch.States;
        for (int head = first; head < end; head++)
        {
            float* query = queries.Start + (head * _model.Configuration.HeadSize);
            _attention[worker].RunFirst(attention.Keys[head], attention.Values[head], query, queries.Stride, states.Start, states.Stride, _batch, _rows);
        }
    }

    /// <summary>Copies one row a text: row <c>rows[text]</c>, or, where that is not given, row <c>text</c>.</summary>
    private void CopyFirstTokens(Rows from, ReadOnlySpan<int> rows, Rows to)
    {
        int hidden = _model.Configuration.HiddenSize;
        for (int text = 0; text < _batch.SequenceCount; text++)
            new ReadOnlySpan<float>(from.From(rows.IsEmpty ? text : rows[text]).Start, hidden).CopyTo(new Span<float>(to.From(text).Start, hidden));
    }

    /// <summary>Attention's output, residual, LayerNorm, feed-forward part, residual, LayerNorm: a block of rows at a time, so that it stays near.</summary>
    private void SecondHalf(BertLayer layer, Portion mine, Rows states)
    {
        int most = mine.Parts > 1 ? mine.Count : mine.Paired ? PairRowBlock : _rowBlock, rows = EvenBlock(mine.Count, most);
        for (int row = 0; row < mine.Count; row += rows)
        {
            Portion block = mine with { First = mine.First + row, Count = Math.Min(rows, mine.Count - row) };

            // Workers that share rows each meet a part of a row only, and none knows its bounds.
            SecondHalf(layer, block, states.From(block.First), mine.Parts > 1 ? _scratch.Inner(0).Unbounded : _scratch.Inner(mine.Worker));
        }
    }

    private void SecondHalf(BertLayer layer, Portion mine, Rows states, Rows inner)
    {
        Portion local = mine with { First = 0 };
        Rows projections = _scratch.Projections.From(mine.First);
        var context = new Rows(projections.Start + (layer.Projection is null ? 0 : ContextStart), projections.Stride);
        Multiply(layer.AttentionOutput, local, context, states, true, Elementwise.Identity);
        Wait(mine.Parts);
        Normalise(layer.AttentionNorm, local, states);
        Wait(mine.Parts);
        Multiply(layer.Intermediate, local, states, inner, false, _model.Function);
        Wait(mine.Parts);
        Multiply(layer.Output, local, inner, states, true, Elementwise.Identity);
        Wait(mine.Parts);
        Normalise(layer.OutputNorm, local, states);
        Wait(mine.Parts);
    }

    private void Classify(Portion mine)
    {
        Multiply(_model.Pooler, mine, _scratch.States, _scratch.Projections, false, Elementwise.Tanh);
        Wait(mine.Parts);
        Multiply(_model.Classifier, mine, _scratch.Projections, _scratch.Logits, false, Elementwise.Identity);
        Wait(_workers);
        if (mine.Worker > 0)
            return;
        for (int text = 0; text < _batch.SequenceCount; text++)
            new ReadOnlySpan<float>(_scratch.Logits.From(text).Start, _model.LabelCount).CopyTo(_logits.AsSpan(text * _model.LabelCount));
    }

    private void Multiply(PackedMatrix matrix, Portion mine, Rows a, Rows c, bool accumulate, Elementwise function)
    {
        (int firstPanel, int endPanel) = Share(matrix.PanelCount, mine.Part, mine.Parts, mine.Paired ? matrix.PanelsTogether : 1);
        if (firstPanel == endPanel || mine.Count == 0)
            return;
        byte* scratch = _scratch.Matrix(mine.Worker);
        a = a.From(mine.First);
        c = c.From(mine.First);
        if (mine.Paired)
            matrix.MultiplyPairs(a.Start, a.Stride, mine.Count, firstPanel, endPanel, c.Start, c.Stride, accumulate, function, scratch);
        else
            matrix.Multiply(a.Start, a.Stride, mine.Count, firstPanel, endPanel, c.Start, c.Stride, accumulate, function, scratch, a.Bounds, c.Bounds);
    }

    private void Normalise(LayerNorm norm, Portion mine, Rows rows)
    {
        (int first, int end) = Share(mine.Count, mine.Part, mine.Parts);
        norm.Run(_kernels, rows.From(first), end - first);
    }

    private void Wait(int workers)
    {
        if (workers > 1)
            _barrier.Wait();
    }

    /// <summary>Whether there are so few rows that workers split the columns.</summary>
    private bool SplitsPanels(int rows) => _workers > 1 && rows < RowsForEach * _workers;

    /// <summary>Rows of a block: all, or whole tiles of at most so many (a multiple of 8), and no block much smaller than the others.</summary>
    private static int EvenBlock(int rows, int most)
    {
        if (rows <= most)
            return rows;
        int blocks = (rows + most - 1) / most;
        return (((rows + blocks - 1) / blocks) + 7) & ~7;
    }

    private Portion PortionOf(int firstRow, int rows, int worker, bool byPanels, bool paired)
    {
        if (byPanels)
            return new Portion(worker, firstRow, rows, paired, worker, _workers);
        (int first, int end) = Share(rows, worker, _workers, paired ? 2 : 1);
        return new Portion(worker, firstRow + first, end - first, paired, 0, 1);
    }

    /// <summary>A part of some things, of which so many must stay together.</summary>
    private static (int First, int End) Share(int count, int part, int parts, int together = 1)
    {
        long groups = (count + together - 1) / together;
        return (Math.Min(count, (int)(groups * part / parts) * together), Math.Min(count, (int)(groups * (part + 1) / parts) * together));
    }

    /// <summary>A worker's portion of a product.</summary>
    /// <param name="Worker">Whose.</param>
    /// <param name="First">The first row.</param>
    /// <param name="Count">How many rows.</param>
    /// <param name="Paired">Whether rows 2i and 2i + 1 of the portion belong to one text and are computed together.</param>
    /// <param name="Part">Which part of the panels.</param>
    /// <param name="Parts">Of how many.</param>
    private readonly record struct Portion(int Worker, int First, int Count, bool Paired, int Part, int Parts);
}
