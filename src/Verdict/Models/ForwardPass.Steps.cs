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
        _model.Embeddings.Run(_kernels, _batch, _rows, first, end, _scratch.States, _scratch.StateStride);
        bool byPanels = SplitsPanels(_rows.RowCount);
        Portion pairs = PortionOf(0, _rows.PairedRows, worker, byPanels, paired: true);
        Portion singles = PortionOf(_rows.PairedRows, _rows.RowCount - _rows.PairedRows, worker, byPanels, paired: false);
        Wait(_workers);
        for (int i = 0; i < _model.Layers.Count - 1; i++)
        {
            BertLayer layer = _model.Layers[i];
            Project(layer.Projection!, pairs);
            Project(layer.Projection!, singles);
            Wait(_workers);
            AttendAll(worker, i);
            Wait(_workers);
            SecondHalf(layer, pairs);
            SecondHalf(layer, singles);
        }

        EncodeLast(_model.Layers[^1], worker);
    }

    /// <summary>Of the last layer only each text's first token is read.</summary>
    private void EncodeLast(BertLayer layer, int worker)
    {
        Portion mine = PortionOf(0, _batch.SequenceCount, worker, SplitsPanels(_batch.SequenceCount), paired: false);
        float* firstTokens = _scratch.Projections + _kernels.PaddedWidth(_model.Configuration.HiddenSize);
        Wait(_workers);
        if (worker == 0)
            CopyFirstTokens(_scratch.States, _scratch.StateStride, _rows.Starts, firstTokens, _scratch.ProjectionStride);
        Wait(_workers);
        Multiply(layer.FirstToken!.Query, mine, firstTokens, _scratch.ProjectionStride, _scratch.Projections, _scratch.ProjectionStride, false, Elementwise.Identity);
        Wait(_workers);
        AttendFirst(layer.FirstToken, worker);
        Wait(_workers);
        if (worker == 0)
            CopyFirstTokens(firstTokens, _scratch.ProjectionStride, null, _scratch.States, _scratch.StateStride);
        Wait(_workers);
        SecondHalf(layer, mine);
        Classify(mine);
    }

    /// <summary>Every head of every text; who is free takes the next.</summary>
    private void AttendAll(int worker, int layer)
    {
        int heads = _model.Configuration.HeadCount, size = _model.Configuration.HeadSize, hidden = _model.Configuration.HiddenSize;
        int items = _batch.SequenceCount * heads;
        for (int item = Interlocked.Increment(ref _nextItem[layer]) - 1; item < items; item = Interlocked.Increment(ref _nextItem[layer]) - 1)
        {
            int text = item / heads;
            int first = item % heads * size, length = _batch.LengthOf(text);
            float* rows = _scratch.Projections + ((nint)_rows.Starts[text] * _scratch.ProjectionStride), query = rows + first;
            ushort* rounded = (ushort*)rows + first;
            if (_model.RoundsProjections)
                _attention[worker].RunRounded(rounded, rounded + hidden, rounded + (2 * hidden), 2 * _scratch.ProjectionStride, length, query + ContextStart, _scratch.ProjectionStride);
            else
                _attention[worker].Run(query, query + hidden, query + (2 * hidden), _scratch.ProjectionStride, length);
        }
    }

    /// <summary>Queries, keys and values.</summary>
    private void Project(PackedMatrix matrix, Portion mine)
    {
        if (!_model.RoundsProjections)
        {
            Multiply(matrix, mine, _scratch.States, _scratch.StateStride, _scratch.Projections, _scratch.ProjectionStride, false, Elementwise.Identity);
            return;
        }

        (int firstPanel, int endPanel) = Share(matrix.PanelCount, mine.Part, mine.Parts);
        if (firstPanel == endPanel || mine.Count == 0)
            return;
        float* states = _scratch.States + ((nint)mine.First * _scratch.StateStride), target = _scratch.Projections + ((nint)mine.First * _scratch.ProjectionStride);
        ((Int8Matrix)matrix).MultiplyRounded(
            states, _scratch.StateStride, mine.Count, firstPanel, endPanel, (ushort*)target, 2 * _scratch.ProjectionStride, _scratch.Matrix(mine.Worker));
    }

    /// <summary>The first token of every text; a worker takes some heads of all texts, so that it meets their weights once.</summary>
    private void AttendFirst(FirstTokenAttention attention, int worker)
    {
        (int first, int end) = Share(_model.Configuration.HeadCount, worker, _workers);
        for (int head = first; head < end; head++)
        {
            float* queries = _scratch.Projections + (head * _model.Configuration.HeadSize);
            _attention[worker].RunFirst(attention.Keys[head], attention.Values[head], queries, _scratch.ProjectionStride, _scratch.States, _scratch.StateStride, _batch, _rows);
        }
    }

    /// <summary>Copies one row a text: row <c>rows[text]</c>, or, where that is not given, row <c>text</c>.</summary>
    private void CopyFirstTokens(float* from, nint fromStride, ReadOnlySpan<int> rows, float* to, nint toStride)
    {
        int hidden = _model.Configuration.HiddenSize;
        for (int text = 0; text < _batch.SequenceCount; text++)
        {
            float* row = from + ((rows.IsEmpty ? text : rows[text]) * fromStride);
            new ReadOnlySpan<float>(row, hidden).CopyTo(new Span<float>(to + (text * toStride), hidden));
        }
    }

    /// <summary>Attention's output, residual, LayerNorm, feed-forward part, residual, LayerNorm: a block of rows at a time, so that it stays near.</summary>
    private void SecondHalf(BertLayer layer, Portion mine)
    {
        if (mine.Parts > 1)
        {
            if (mine.Count > 0)
                SecondHalf(layer, mine, _scratch.Inner(0));
            return;
        }

        int rows = mine.Paired ? PairRowBlock : _rowBlock;
        for (int row = 0; row < mine.Count; row += rows)
        {
            Portion block = mine with { First = mine.First + row, Count = Math.Min(rows, mine.Count - row) };
            SecondHalf(layer, block, _scratch.Inner(mine.Worker));
        }
    }

    private void SecondHalf(BertLayer layer, Portion mine, float* inner)
    {
        float* states = _scratch.States + (mine.First * _scratch.StateStride);
        Portion local = mine with { First = 0 };
        float* context = _scratch.Projections + ((nint)mine.First * _scratch.ProjectionStride) + (layer.Projection is null ? 0 : ContextStart);
        Multiply(layer.AttentionOutput, local, context, _scratch.ProjectionStride, states, _scratch.StateStride, true, Elementwise.Identity);
        Wait(mine.Parts);
        Normalise(layer.AttentionNorm, local, states);
        Wait(mine.Parts);
        Multiply(layer.Intermediate, local, states, _scratch.StateStride, inner, _scratch.InnerStride, false, _model.Function);
        Wait(mine.Parts);
        Multiply(layer.Output, local, inner, _scratch.InnerStride, states, _scratch.StateStride, true, Elementwise.Identity);
        Wait(mine.Parts);
        Normalise(layer.OutputNorm, local, states);
        Wait(mine.Parts);
    }

    private void Classify(Portion mine)
    {
        Multiply(_model.Pooler, mine, _scratch.States, _scratch.StateStride, _scratch.Projections, _scratch.ProjectionStride, false, Elementwise.Tanh);
        Wait(mine.Parts);
        Multiply(_model.Classifier, mine, _scratch.Projections, _scratch.ProjectionStride, _scratch.Logits, _scratch.LogitStride, false, Elementwise.Identity);
        Wait(_workers);
        if (mine.Worker > 0)
            return;
        for (int text = 0; text < _batch.SequenceCount; text++)
            new ReadOnlySpan<float>(_scratch.Logits + ((nint)text * _scratch.LogitStride), _model.LabelCount).CopyTo(_logits.AsSpan(text * _model.LabelCount));
    }

    private void Multiply(PackedMatrix matrix, Portion mine, float* a, nint lda, float* c, nint ldc, bool accumulate, Elementwise function)
    {
        (int firstPanel, int endPanel) = Share(matrix.PanelCount, mine.Part, mine.Parts, mine.Paired ? matrix.PanelsTogether : 1);
        if (firstPanel == endPanel || mine.Count == 0)
            return;
        byte* scratch = _scratch.Matrix(mine.Worker);
        a += mine.First * lda;
        c += mine.First * ldc;
        if (mine.Paired)
            matrix.MultiplyPairs(a, lda, mine.Count, firstPanel, endPanel, c, ldc, accumulate, function, scratch);
        else
            matrix.Multiply(a, lda, mine.Count, firstPanel, endPanel, c, ldc, accumulate, function, scratch);
    }

    private void Normalise(LayerNorm norm, Portion mine, float* x)
    {
        (int first, int end) = Share(mine.Count, mine.Part, mine.Parts);
        norm.Run(_kernels, x + (first * _scratch.StateStride), _scratch.StateStride, end - first);
    }

    private void Wait(int workers)
    {
        if (workers > 1)
            _barrier.Wait();
    }

    /// <summary>Whether there are so few rows that workers split the columns.</summary>
    private bool SplitsPanels(int rows) => _workers > 1 && rows < RowsForEach * _workers;

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
