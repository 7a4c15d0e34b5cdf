namespace Verdict;

/// <summary>Adds <c>TextClassifier.OpenDefault()</c>: the French review classifier that this assembly carries.</summary>
public static class DefaultModel
{
    extension(TextClassifier)
    {
        /// <summary>Opens the embedded French review classifier (labels <c>neg</c> and <c>pos</c>), reading its weights in place.</summary>
        /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
        public static TextClassifier OpenDefault(ClassifierOptions? options = null) => throw new NotImplementedException();
    }
}
