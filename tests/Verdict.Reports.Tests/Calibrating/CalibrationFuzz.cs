using System.Text;
using Xunit;

namespace Verdict.Reports.Tests.Calibrating;

/// <summary>Broken calibration files give a <see cref="VerdictFormatException"/> or a calibration that works, and nothing else.</summary>
public sealed class CalibrationFuzz
{
    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("VERDICT_FUZZ"), out int count) ? count : 5000;

    [Fact]
    public void Mutated_files_are_refused_or_work()
    {
        byte[][] seeds = [.. Seeds()];
        Random random = new(20);
        int refused = 0;
        for (int i = 0; i < s_count; i++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                Calibration calibration = Calibration.Parse(bytes, "fuzz.json");
                double[] scores = new double[calibration.Labels.Count];
                calibration.Apply(new double[scores.Length], scores);
                Assert.All(scores, score => Assert.InRange(score, 0, 1));
                Assert.InRange(calibration.Best(scores), 0, scores.Length - 1);
            }
            catch (VerdictFormatException e)
            {
                Assert.StartsWith("fuzz.json", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > s_count / 4, $"only {refused} of {s_count} mutated files were refused");
    }

    [Theory]
    [InlineData("[]", "a calibration is a JSON object")]
    [InlineData("{", "the JSON is broken")]
    [InlineData("{}", "format: expected a string, found nothing")]
    [InlineData("""{"format":"verdict-calibration","version":2}""", "version: expected 1; a newer version needs a newer Verdict")]
    [InlineData("""{"format":"verdict-calibration","version":1,"labels":["a","a"]}""", "the label 'a' occurs twice")]
    [InlineData("""{"format":"verdict-calibration","version":1,"labels":["\ud800"]}""", "half a surrogate pair")]
    public void Faults_are_named(string json, string message) => Assert.Contains(
        message,
        Assert.Throws<VerdictFormatException>(() => Calibration.Parse(Encoding.UTF8.GetBytes(json), "c.json")).Message,
        StringComparison.Ordinal);

    private static IEnumerable<byte[]> Seeds()
    {
        string folder = Directory.CreateTempSubdirectory("fuzz").FullName;
        foreach (EvaluationSet set in (EvaluationSet[])[Samples.Binary(40), Samples.Many(3, 40), Samples.Multi(2, 40)])
        {
            foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
            {
                Calibration.Fit(set, new CalibrationOptions { Method = method, Thresholds = ThresholdRule.F1 }).Save(folder);
                yield return File.ReadAllBytes(Path.Combine(folder, Calibration.FileName));
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 1; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, "{}[],:\"\\u0-9e".Select(c => (byte)c).OrderBy(_ => random.Next()).Take(random.Next(1, 4))); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes[at] = (byte)"0123456789.-e\",]}"[random.Next(17)]; break;
            }
        }

        return [.. bytes];
    }
}
