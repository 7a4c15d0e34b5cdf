using Verdict.Files;

namespace Verdict.Tokenization;

/// <summary>Finds a tokeniser among a model's files: <c>tokenizer.json</c> where it is there, else <c>vocab.txt</c>.</summary>
internal static class TokenizerReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="VerdictFormatException">There is none, or it is broken or asks for what is not supported.</exception>
    public static TokenizerParts Read(ModelFiles files)
    {
        if (files.Has(TokenizerJsonReader.FileName))
            return TokenizerJsonReader.Read(files);
        if (files.Has(VocabularyFolderReader.VocabularyName))
            return VocabularyFolderReader.Read(files);
        throw new VerdictFormatException(files.Description, null,
            $"there is no tokeniser. Add {TokenizerJsonReader.FileName}, or {VocabularyFolderReader.VocabularyName} with {VocabularyFolderReader.ConfigurationName}.");
    }
}
