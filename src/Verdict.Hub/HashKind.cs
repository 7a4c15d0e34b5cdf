namespace Verdict.Hub;

/// <summary>How a file's hash is computed.</summary>
public enum HashKind
{
    /// <summary>SHA-256 of the bytes: large files of Hugging Face's hub, bundles, lock files.</summary>
    Sha256,

    /// <summary>Git's object id: SHA-1 of <c>blob LENGTH\0</c> and the bytes: small files of Hugging Face's hub.</summary>
    GitSha1,

    /// <summary>MD5 of the bytes: archives of Spark NLP's hub. It guards against damage, not against malice.</summary>
    Md5,
}
