using System.Runtime.CompilerServices;
using Verdict.Kernels.MachineCode;

namespace Verdict.Kernels.Int8;

/// <summary>The int8 product with .NET's own vectors: up to four rows, one or two vectors of columns at a time.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TDot">Its step.</typeparam>
internal sealed unsafe class VectorInt8Tiles<TVector, TDot>(string name, bool isAvailable) : Int8Tiles
    where TVector : struct
    where TDot : IInt8Dot<TVector>
{
    public override string Name => name;

    public override bool IsAvailable => isAvailable;

    public override int Rows => 4;

    public override int ColumnMultiple => TDot.Count;

    public override void Multiply(int rows, int columns, TileArguments* arguments)
    {
        int column = 0;
        for (; column <= columns - (2 * TDot.Count); column += 2 * TDot.Count)
            Multiply<Size2>(rows, column, columns, arguments);
        if (column < columns)
            Multiply<Size1>(rows, column, columns, arguments);
    }

    private static void Multiply<TWidth>(int rows, int column, int columns, TileArguments* arguments)
        where TWidth : struct, ISize
    {
        byte* panel = arguments->Panel + (column * 4), c = arguments->C + (column * 4);
        switch (rows)
        {
            case 4:
                Multiply<Size4, TWidth>(arguments->A, arguments->RowBytes, panel, columns * 4, arguments->Steps, c, arguments->ResultRowBytes);
                break;
            case 3:
                Multiply<Size3, TWidth>(arguments->A, arguments->RowBytes, panel, columns * 4, arguments->Steps, c, arguments->ResultRowBytes);
                break;
            case 2:
                Multiply<Size2, TWidth>(arguments->A, arguments->RowBytes, panel, columns * 4, arguments->Steps, c, arguments->ResultRowBytes);
                break;
            default:
                Multiply<Size1, TWidth>(arguments->A, arguments->RowBytes, panel, columns * 4, arguments->Steps, c, arguments->ResultRowBytes);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TWidth>(byte* a, nint lda, byte* panel, nint panelStep, nint steps, byte* c, nint ldc)
        where TRows : struct, ISize
        where TWidth : struct, ISize
    {
        byte* a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda;
        TVector zero = TDot.Zero;
        TVector c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        int second = TDot.Count * 4;
        for (nint k = 0; k < steps * 4; k += 4, panel += panelStep)
        {
            TVector b0 = TDot.Load(panel), b1 = TWidth.Value > 1 ? TDot.Load(panel + second) : zero;
            Step<TWidth>(TDot.Broadcast(a + k), b0, b1, ref c00, ref c01);
            if (TRows.Value > 1)
                Step<TWidth>(TDot.Broadcast(a1 + k), b0, b1, ref c10, ref c11);
            if (TRows.Value > 2)
                Step<TWidth>(TDot.Broadcast(a2 + k), b0, b1, ref c20, ref c21);
            if (TRows.Value > 3)
                Step<TWidth>(TDot.Broadcast(a3 + k), b0, b1, ref c30, ref c31);
        }

        Write<TWidth>(c, c00, c01);
        if (TRows.Value > 1)
            Write<TWidth>(c + ldc, c10, c11);
        if (TRows.Value > 2)
            Write<TWidth>(c + (2 * ldc), c20, c21);
        if (TRows.Value > 3)
            Write<TWidth>(c + (3 * ldc), c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TWidth>(TVector a, TVector b0, TVector b1, ref TVector first, ref TVector second)
        where TWidth : struct, ISize
    {
        first = TDot.Dot(first, a, b0);
        if (TWidth.Value > 1)
            second = TDot.Dot(second, a, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TWidth>(byte* c, TVector first, TVector second)
        where TWidth : struct, ISize
    {
        TDot.Store(c, first);
        if (TWidth.Value > 1)
            TDot.Store(c + (TDot.Count * 4), second);
    }
}
