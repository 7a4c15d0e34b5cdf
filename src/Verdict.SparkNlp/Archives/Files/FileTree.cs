using Verdict.SparkNlp.Archives.Zip;

namespace Verdict.SparkNlp.Archives.Files;

/// <summary>The files of an archive by their path inside it, with <c>/</c> between folders: those of a folder or of a zip.</summary>
internal abstract class FileTree : IDisposable
{
    /// <summary>What errors call the whole.</summary>
    public abstract string Description { get; }

    /// <summary>Opens a folder or a zip file.</summary>
    /// <exception cref="VerdictFormatException">There is neither at <paramref name="path"/>, or the zip is broken or hostile.</exception>
    public static FileTree Open(string path)
    {
        if (Directory.Exists(path))
            return new FolderTree(Path.GetFullPath(path));
        if (!File.Exists(path))
            throw new VerdictFormatException(path, null, "there is no such file or folder. Give a saved model: its folder, or its zip.");
        using Blob zip = Blob.OfFile(path);
        return ZipTree.Open(zip);
    }

    /// <summary>Whether there is such a file.</summary>
    public abstract bool Has(string name);

    /// <summary>The names of the files that lie directly in a folder, in ordinal order; empty where there is no such folder.</summary>
    /// <param name="folder">Its path, without a slash at the end; empty for the root.</param>
    public abstract IReadOnlyList<string> FilesIn(string folder);

    /// <summary>The names of the folders that lie directly in a folder, in ordinal order.</summary>
    public abstract IReadOnlyList<string> FoldersIn(string folder);

    /// <summary>A file's bytes; the caller disposes them.</summary>
    /// <exception cref="VerdictFormatException">There is no such file, or it is damaged.</exception>
    public abstract Blob Open(string name, string missing);

    /// <summary>The name that errors use for a file.</summary>
    public virtual string PathOf(string name) => name.Length == 0 ? Description : $"{Description}/{name}";

    /// <summary>Lets go of the zip. Blobs that were opened live on.</summary>
    public abstract void Dispose();
}
