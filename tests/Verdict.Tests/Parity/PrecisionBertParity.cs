using Verdict.Kernels;
using Verdict.Kernels.MachineCode;
using Verdict.Models;
using Verdict.Tests.Kernels;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>
/// The short precisions against plain formulas that round in the same places. One layer and short texts: where a last bit of fp32 tips
/// one rounding over, all roundings after it see other numbers, so that in deep models nothing but the size of the error remains to compare.
/// </summary>
public sealed class PrecisionBertParity
{
    public static MatrixTheoryData<string, Precision> PathsAndPrecisions => new(KernelPaths.Names, [Precision.Bf16, Precision.Int8]);

    [Theory]
    [MemberData(nameof(PathsAndPrecisions))]
    public void Logits_are_those_of_the_rounded_formulas(string path, Precision precision)
    {
        KernelSet kernels = KernelPaths.Get(path);
        Precision real = precision == Precision.Bf16 && BFloat16Matrix.TilesFor(kernels) is null ? Precision.Fp32 : precision;
        foreach ((int hidden, int heads, int inner) in (ValueTuple<int, int, int>[])[(64, 4, 128), (60, 3, 130), (128, 2, 256)])
        {
            var bert = new RandomBert(hidden, layers: 1, heads, inner);
            using BertModel model = BertModel.Load(bert.Configuration, bert.Parameters, kernels, 1, precision);
            using var runner = new ModelRunner(model, 1, 512);
            var rounded = new PlainBert(bert.Configuration, bert.Parameters, real);
            var exact = new PlainBert(bert.Configuration, bert.Parameters);
            double near = 0, far = 0;
            foreach (int length in (int[])[1, 2, 4, 9])
            {
                int[] text = bert.Text(length), types = new int[length];
                runner.Run(
                    1, false, (_, batch) => batch.Add(text, types),
                    (_, logits) =>
                    {
                        near += Distance(logits, rounded.Run(text, types)["logits"]);
                        far += Distance(logits, exact.Run(text, types)["logits"]);
                    },
                    TestContext.Current.CancellationToken);
            }

            Assert.InRange(near, 0, real == Precision.Fp32 ? 1e-4 : 0.1 * far);
            Assert.InRange(far, real == Precision.Fp32 ? 0 : 1e-4, 0.5);
        }
    }

    private static double Distance(ReadOnlySpan<float> logits, double[] expected) => logits.ToArray().Zip(expected).Max(p => Math.Abs(p.First - p.Second));
}
