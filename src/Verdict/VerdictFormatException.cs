namespace Verdict;

/// <summary>
/// Something that came from outside (a file, an archive, a row) is not what its format demands.
/// The message says what was expected, what was found, where, and what to do next.
/// </summary>
public sealed class VerdictFormatException : Exception
{
    /// <summary>Creates the error for a place inside a file.</summary>
    /// <param name="path">The file, folder or resource that was read.</param>
    /// <param name="place">Where inside it: a tensor's name, a JSON path, a line; <see langword="null"/> for the whole.</param>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    public VerdictFormatException(string path, string? place, string message, Exception? inner = null)
        : base(place is null ? $"{path}: {message}" : $"{path}, {place}: {message}", inner)
    {
        Path = path;
        Place = place;
    }

    /// <summary>The file, folder or resource that was read.</summary>
    public string Path { get; }

    /// <summary>Where inside <see cref="Path"/>, or <see langword="null"/> where the whole is meant.</summary>
    public string? Place { get; }
}
