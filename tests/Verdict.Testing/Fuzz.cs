using System.Globalization;

namespace Verdict.Testing;

/// <summary>Damages good files at random, the same way in every run. 5,000 inputs a test, or as many as <c>VERDICT_FUZZ</c> says.</summary>
public static class Fuzz
{
    private static readonly byte[] Favourites = [0, 1, 0x7F, 0x80, 0xFF, (byte)'"', (byte)'{', (byte)'[', (byte)'-', (byte)'9', (byte)'\n'];

    /// <summary>How many inputs a test tries.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("VERDICT_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 5_000;

    /// <summary>Runs a reader over damaged copies of a good input; the reader may succeed or throw what the caller accepts, nothing else.</summary>
    /// <param name="good">An input that the reader takes.</param>
    /// <param name="read">The reader; it must return or throw an accepted exception.</param>
    /// <param name="accepted">Whether an exception is the typed error that bad input shall give.</param>
    /// <param name="part">The share of <see cref="Count"/> that this call tries.</param>
    public static void Run(byte[] good, Action<byte[]> read, Func<Exception, bool> accepted, double part = 1)
    {
        int count = Math.Max(1, (int)(Count * part));
        for (int seed = 0; seed < count; seed++)
        {
            byte[] input = Damage(good, new Random(seed));
            try
            {
                read(input);
            }
            catch (Exception e) when (accepted(e))
            {
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Input {seed} gave {e.GetType().Name}: {e.Message}", e);
            }
        }
    }

    /// <summary>One damaged copy: bytes changed, doubled, dropped, or the end cut.</summary>
    public static byte[] Damage(byte[] good, Random random)
    {
        List<byte> bytes = [.. good];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(random.Next(2) == 0 ? bytes.Count : Math.Min(bytes.Count, 2048));
            int length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = Favourites[random.Next(Favourites.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    else
                        bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
