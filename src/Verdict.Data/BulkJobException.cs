namespace Verdict.Data;

/// <summary>A bulk job cannot go on: it differs from what was begun, has too many bad rows, or its parts do not fit together. What is done is kept.</summary>
public sealed class BulkJobException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    public BulkJobException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
