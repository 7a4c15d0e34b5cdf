using System.Runtime.InteropServices;
using Verdict.SparkNlp.Archives.Files;
using Verdict.Tensors;

namespace Verdict.SparkNlp.Archives;

/// <summary>Turns stored matrices; computes nothing.</summary>
internal static class Matrix
{
    /// <summary>So many rows and columns at a time stay in the processor's nearest cache.</summary>
    private const int Block = 16;

    /// <summary>A matrix <c>[rows, columns]</c> as <c>[columns, rows]</c>, in memory of its own that the result can free.</summary>
    public static StoredTensor Transpose(StoredTensor matrix)
    {
        // The scales of quantised rows would become scales of columns, which nothing reads.
        if (matrix.Type == ElementType.I8)
            matrix = new StoredTensor(matrix.Name, ElementType.F32, matrix.Shape, MemoryMarshal.AsBytes(NumberFormat.ToArray(matrix).AsSpan()).ToArray());
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        var memory = new OwnMemory(matrix.Bytes.Length);
        Span<byte> result = memory.GetSpan();
        if (NumberFormat.SizeOf(matrix.Type) == 4)
            Transpose(MemoryMarshal.Cast<byte, uint>(matrix.Bytes.Span), MemoryMarshal.Cast<byte, uint>(result), rows, columns);
        else
            Transpose(MemoryMarshal.Cast<byte, ushort>(matrix.Bytes.Span), MemoryMarshal.Cast<byte, ushort>(result), rows, columns);
        return matrix with { Shape = [columns, rows], Bytes = memory.Memory, LetGo = null, Free = memory.Free };
    }

    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> target, int rows, int columns)
    {
        for (int row = 0; row < rows; row += Block)
        {
            int lastRow = Math.Min(row + Block, rows);
            for (int column = 0; column < columns; column += Block)
            {
                int lastColumn = Math.Min(column + Block, columns);
                for (int c = column; c < lastColumn; c++)
                {
                    for (int r = row; r < lastRow; r++)
                        target[(c * rows) + r] = source[(r * columns) + c];
                }
            }
        }
    }
}
