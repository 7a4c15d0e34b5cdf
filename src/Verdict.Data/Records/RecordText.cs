using System.Globalization;

namespace Verdict.Data;

/// <summary>Values as plain text, the same on every machine.</summary>
internal static class RecordText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Format(RecordValue value) => value.Kind switch
    {
        RecordKind.Null => "",
        RecordKind.Text or RecordKind.Number or RecordKind.Json => value.Text,
        RecordKind.Boolean => value.Bits != 0 ? "true" : "false",
        RecordKind.UInt64 => ((ulong)value.Bits).ToString(Invariant),
        RecordKind.Float32 => value.Single.ToString("R", Invariant),
        RecordKind.Float64 => value.Double.ToString("R", Invariant),
        RecordKind.Decimal => value.Decimal.ToString(Invariant),
        RecordKind.Date => Date(value.Bits),
        RecordKind.Time => Time(value.Bits, value.Type.Unit),
        RecordKind.Timestamp => Timestamp(value.Bits, value.Type),
        RecordKind.Bytes => Convert.ToBase64String(value.Bytes),
        _ => value.Bits.ToString(Invariant),
    };

    private static string Date(long days)
    {
        // A day that the calendar of .NET does not reach stays a number, so that nothing is lost.
        long number = days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", Invariant)
            : days.ToString(Invariant);
    }

    private static string Time(long count, TimeUnit unit)
    {
        long perSecond = PerSecond(unit);
        long seconds = Math.DivRem(count, perSecond, out long rest);
        if (count < 0 || seconds >= 86_400)
            return count.ToString(Invariant);
        return string.Create(Invariant, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}") + Fraction(rest, unit);
    }

    private static string Timestamp(long count, RecordType type)
    {
        long perSecond = PerSecond(type.Unit);
        long seconds = Math.DivRem(count, perSecond, out long rest);
        if (rest < 0)
        {
            rest += perSecond;
            seconds--;
        }

        const long First = -62_135_596_800, Last = 253_402_300_799;
        if (seconds is < First or > Last)
            return count.ToString(Invariant);
        string text = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond).ToString("yyyy-MM-ddTHH:mm:ss", Invariant) + Fraction(rest, type.Unit);

        // A timestamp with a zone counts from 1970 in UTC whatever the zone is that it is shown in.
        return type.TimeZone is null ? text : text + "Z";
    }

    private static string Fraction(long rest, TimeUnit unit) => rest == 0 ? "" : unit switch
    {
        TimeUnit.Millisecond => "." + rest.ToString("000", Invariant),
        TimeUnit.Microsecond => "." + rest.ToString("000000", Invariant),
        _ => "." + rest.ToString("000000000", Invariant),
    };

    public static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
