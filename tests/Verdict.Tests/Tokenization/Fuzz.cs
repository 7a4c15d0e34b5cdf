using System.Globalization;

namespace Verdict.Tests;

/// <summary>How many inputs a fuzz test tries: 5,000, or what <c>VERDICT_FUZZ</c> says.</summary>
internal static class Fuzz
{
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("VERDICT_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 5000;

    /// <summary>Changes a few bytes: flips, cuts, doubles, inserts; the same for the same seed.</summary>
    public static byte[] Mutate(ReadOnlySpan<byte> original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 30), bytes.Count - at)));
                    break;
                case 3:
                    bytes.Insert(at, (byte)"{}[]\",:0123456789-e\\u\n"[random.Next(22)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)"{}[]\",:0123456789-etrufalsn"[random.Next(27)];
                    break;
            }
        }

        return [.. bytes];
    }
}
