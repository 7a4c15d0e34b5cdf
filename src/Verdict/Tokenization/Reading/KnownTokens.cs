namespace Verdict.Tokenization;

/// <summary>Checks that what a file says about a token agrees with its vocabulary: a wrong id would be another token, unnoticed.</summary>
internal sealed class KnownTokens(Vocabulary vocabulary, AddedTokenList added, string path)
{
    /// <summary>A token's id, −1 where it is not there.</summary>
    public int Find(string token) => added.Find(token)?.Id ?? vocabulary.Find(token);

    /// <summary>Fails where a token has another id than the file says here.</summary>
    public void Check(string token, int id, string place)
    {
        int known = Find(token);
        if (known != id)
        {
            throw new VerdictFormatException(path, place,
                $"\"{token}\" is said to have the id {id}, but {(known < 0 ? "neither the vocabulary nor the added tokens have it" : $"its id is {known}")}. Make both agree.");
        }
    }
}
