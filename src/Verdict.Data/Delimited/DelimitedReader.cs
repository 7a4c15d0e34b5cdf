using System.Globalization;
using nietras.SeparatedValues;
using Verdict.Data.Files;

namespace Verdict.Data.Delimited;

/// <summary>
/// Comma- or tab-separated values with a header. Sep finds rows and cells; quotation marks are judged here, because Sep
/// lets a stray one hide separators and line breaks, which must not pass in silence.
/// </summary>
internal sealed class DelimitedReader : RecordReader
{
    private readonly DecodingReader _characters;
    private readonly SepReader _rows;
    private readonly char _separator;
    private readonly int _columnCount;
    private long _line = 1;

    /// <param name="characters">What is read; owned by this reader.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="separator">The separator; <see langword="null"/> for a comma, or a semicolon where the header has only those.</param>
    public DelimitedReader(DecodingReader characters, string name, char? separator)
        : base(name)
    {
        _characters = characters;
        _separator = separator ?? FindSeparator(characters.PeekStart());
        _rows = Sep.New(_separator).Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = false }).From(characters);
        Schema = ReadHeader();
        _columnCount = Schema.Columns.Count;
    }

    public override RecordSchema Schema { get; }

    private protected override IEnumerable<Record> ReadRows()
    {
        long index = 0;
        while (Next())
        {
            if (IsBlank() && _columnCount > 1)
                continue;
            Record record = ReadRow(index, out bool hidden);
            if (!hidden)
            {
                index++;
                yield return record;
                continue;
            }

            // A stray quotation mark has swallowed line breaks. Each line becomes a bad row, so that none is lost.
            foreach (Record line in SplitLines(record))
            {
                index++;
                yield return line;
            }
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _rows.Dispose();
        _characters.Dispose();
    }

    /// <summary>Semicolons separate where the header has one and no comma (as spreadsheets write in countries with a decimal comma).</summary>
    private static char FindSeparator(ReadOnlySpan<char> start)
    {
        bool quoted = false;
        char found = ',';
        foreach (char c in start)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is '\n' or '\r')
                break;
            else if (!quoted && c == ',')
                return ',';
            else if (!quoted && c == ';')
                found = ';';
        }

        return found;
    }

    private RecordSchema ReadHeader()
    {
        do
        {
            if (!Next())
                throw new VerdictFormatException(Name, "line 1", "the file is empty; a header with the columns' names was expected. Write one as its first line.");
        }
        while (IsBlank());
        SepReader.Row row = _rows.Current;
        var header = new List<string>(row.ColCount);
        for (int i = 0; i < row.ColCount; i++)
        {
            ReadOnlySpan<char> cell = row[i].Span;
            string place = $"line {_line}, column {i + 1}";
            if (!WellFormed.Check(cell))
                throw new VerdictFormatException(Name, place, "the column's name is not valid text. Save the file as UTF-8.");
            if (!Cell.TryRead(cell, _separator, out string name))
                throw new VerdictFormatException(Name, place, "a quotation mark in the header stands where none may. Quote the whole name and double the marks in it.");
            header.Add(name);
        }

        return new(RecordSchema.NamesFrom(header).Select(name => new RecordColumn(name, RecordType.Text)));
    }

    /// <summary>Moves to the next row; <see cref="_line"/> is then its first line.</summary>
    private bool Next()
    {
        if (_started)
            _line = _next;
        _started = true;
        try
        {
            if (!_rows.MoveNext())
                return false;
        }
        catch (NotSupportedException e)
        {
            throw new VerdictFormatException(Name, $"line {_line}", $"a row from here on has more than {MaxRowLength:N0} characters. Close the quotation mark that was left open, or shorten the row.", e);
        }

        _next = _rows.Current.LineNumberToExcl;
        return true;
    }

    private long _next = 1;
    private bool _started;

    private bool IsBlank() => _rows.Current.ColCount == 1 && _rows.Current[0].Span.IsEmpty;

    /// <summary>The row that Sep stands on.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="hidden">Whether a stray quotation mark hid line breaks; the record then has the row as it stands in its only value.</param>
    private Record ReadRow(long index, out bool hidden)
    {
        SepReader.Row row = _rows.Current;
        hidden = false;
        var values = new RecordValue[_columnCount];
        string? problem = null;
        if (row.ColCount != _columnCount)
            problem = string.Create(CultureInfo.InvariantCulture, $"the row has {row.ColCount} cells where the header has {_columnCount}. Quote cells that hold the separator, or fill in the missing ones.");
        for (int i = 0; i < row.ColCount; i++)
        {
            ReadOnlySpan<char> cell = row[i].Span;
            bool clear = Cell.TryRead(cell, _separator, out string text);
            if (!clear)
            {
                hidden = cell.IndexOfAny('\n', '\r') >= 0;
                if (hidden)
                    return new(Schema, [RecordValue.Of(row.Span.ToString())], Name, index, _line);
                problem = $"a quotation mark in column {i + 1} stands where none may. Quote the whole cell and double the marks in it.";
            }

            if (!WellFormed.Check(text))
            {
                text = WellFormed.Repair(text);
                problem ??= $"column {i + 1} holds bytes that are not valid text. Save the file as UTF-8.";
            }

            if (i < _columnCount)
                values[i] = RecordValue.Of(text);
        }

        return new(Schema, values, Name, index, _line, problem is null ? null : $"{Name}, line {_line}: {problem}");
    }

    private IEnumerable<Record> SplitLines(Record row)
    {
        string text = row.Values[0].AsText();
        long line = row.Line, index = row.Index;
        string problem = $"a quotation mark that was opened in the row of line {row.Line} is not closed where it should be. Quote the whole cell and double the marks in it.";
        foreach (string part in text.ReplaceLineEndings("\n").Split('\n'))
        {
            // A blank line is no row here either.
            if (part.Length > 0)
            {
                var values = new RecordValue[_columnCount];
                values[0] = RecordValue.Of(WellFormed.Check(part) ? part : WellFormed.Repair(part));
                yield return new(Schema, values, Name, index++, line, $"{Name}, line {line}: {problem}");
            }

            line++;
        }
    }
}
