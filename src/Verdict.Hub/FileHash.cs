namespace Verdict.Hub;

/// <summary>A file's hash, written <c>sha256:…</c>, <c>git-sha1:…</c> or <c>md5:…</c> with lower-case hexadecimal digits.</summary>
/// <param name="Kind">How it is computed.</param>
/// <param name="Hex">Its digits, lower case.</param>
public readonly record struct FileHash(HashKind Kind, string Hex)
{
    /// <summary>Reads the written form.</summary>
    /// <returns><see langword="false"/> where the text is no such hash.</returns>
    public static bool TryParse(string? text, out FileHash hash)
    {
        hash = default;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0)
            return false;
        HashKind? kind = text![..colon] switch
        {
            "sha256" => HashKind.Sha256,
            "git-sha1" => HashKind.GitSha1,
            "md5" => HashKind.Md5,
            _ => null,
        };
        return kind is not null && TryCreate(kind.Value, text[(colon + 1)..], out hash);
    }

    /// <summary>A hash from its digits in either case.</summary>
    internal static bool TryCreate(HashKind kind, string? hex, out FileHash hash)
    {
        hash = default;
        if (hex is null || hex.Length != Digits(kind) || !hex.All(char.IsAsciiHexDigit))
            return false;
        hash = new FileHash(kind, hex.ToLowerInvariant());
        return true;
    }

    /// <summary>The written form.</summary>
    public override string ToString() => Prefix(Kind) + Hex;

    private static int Digits(HashKind kind) => kind switch { HashKind.Sha256 => 64, HashKind.GitSha1 => 40, _ => 32 };

    private static string Prefix(HashKind kind) => kind switch { HashKind.Sha256 => "sha256:", HashKind.GitSha1 => "git-sha1:", _ => "md5:" };
}
