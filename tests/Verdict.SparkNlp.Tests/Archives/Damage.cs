using System.Globalization;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Genuine bytes with bytes changed, cut out, doubled and put in at random, the same in every run.</summary>
internal static class Damage
{
    /// <summary>5,000 inputs a reader, or as many as <c>VERDICT_FUZZ</c> says.</summary>
    public static int Count { get; } = int.Parse(Environment.GetEnvironmentVariable("VERDICT_FUZZ") ?? "5000", CultureInfo.InvariantCulture);

    /// <summary>Reads one genuine input, then damaged ones.</summary>
    public static void Fuzz(byte[] genuine, Action<byte[]> read)
    {
        read(genuine);
        Fuzz(random => Change(genuine, random), read, Convert.ToBase64String);
    }

    /// <summary>Reads what <paramref name="make"/> makes; the reader may take it or refuse it with a VerdictFormatException, within <see cref="Cost"/>.</summary>
    public static void Fuzz<T>(Func<Random, T> make, Action<T> read, Func<T, string> describe)
    {
        var random = new Random(20260101);
        int refused = 0;
        for (int i = 0; i < Count; i++)
        {
            T input = make(random);
            var cost = Cost.Begin();
            try
            {
                read(input);
            }
            catch (VerdictFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                string text = describe(input);
                Assert.Fail($"input {i}: {text[..Math.Min(text.Length, 4000)]}\n{e}");
            }

            cost.AssertSmall($"input {i}");
        }

        Assert.True(refused > Count / 20, $"only {refused} of {Count} inputs were refused: do the changes reach the reader?");
    }

    /// <summary>One to four changes; a change is a bit, a byte, a number that lengths fear, a piece cut out, doubled or put elsewhere, or the end cut off.</summary>
    public static byte[] Change(byte[] genuine, Random random)
    {
        List<byte> bytes = [.. genuine];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 8; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0x7F); break;
                case 3:
                    for (int i = at; i < Math.Min(at + 4, bytes.Count); i++)
                        bytes[i] = 0xFF;
                    break;
                case 4: bytes.RemoveRange(at, length); break;
                case 5: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 6: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
