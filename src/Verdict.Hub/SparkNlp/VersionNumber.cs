using System.Globalization;

namespace Verdict.Hub.SparkNlp;

/// <summary>A release as Spark NLP compares them: a list of whole numbers.</summary>
/// <param name="Parts">Most significant first.</param>
internal sealed record VersionNumber(IReadOnlyList<int> Parts) : IComparable<VersionNumber>
{
    /// <summary>Reads <c>5.5.3</c>, <c>3.4.0-rc2</c>, <c>3.5.1.4</c>: up to three leading numbers; <see langword="null"/> where there is none.</summary>
    public static VersionNumber? Parse(string text)
    {
        List<int> parts = [];
        foreach (string part in text.Split('.', '-'))
        {
            if (parts.Count == 3 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                break;
            parts.Add(number);
        }

        return parts.Count == 0 ? null : new VersionNumber(parts);
    }

    /// <summary>
    /// Whether something made for <paramref name="found"/> may be used by this release: it does not name more parts than this one
    /// has, and is not later. Something that names no release may always be used.
    /// </summary>
    public bool Accepts(VersionNumber? found)
    {
        if (found is null)
            return true;
        if (found.Parts.Count > Parts.Count)
            return false;
        for (int i = 0; i < found.Parts.Count; i++)
        {
            if (Parts[i] != found.Parts[i])
                return Parts[i] > found.Parts[i];
        }

        return true;
    }

    /// <summary>Part by part; where one is the beginning of the other, the longer one is later.</summary>
    public int CompareTo(VersionNumber? other)
    {
        if (other is null)
            return 1;
        for (int i = 0; i < Math.Min(Parts.Count, other.Parts.Count); i++)
        {
            int order = Parts[i].CompareTo(other.Parts[i]);
            if (order != 0)
                return order;
        }

        return Parts.Count.CompareTo(other.Parts.Count);
    }

    /// <summary>The same parts.</summary>
    public bool Equals(VersionNumber? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(0, HashCode.Combine);

    /// <summary>The written form, <c>3.3.2</c>.</summary>
    public override string ToString() => string.Join('.', Parts.Select(p => p.ToString(CultureInfo.InvariantCulture)));
}
