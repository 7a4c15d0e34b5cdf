using Verdict.Hub.Storage;

namespace Verdict.Hub;

/// <summary>
/// Names with the revisions and hashes they stood for, kept in a file beside a program so that every deployment gets the same
/// bytes. Given as <see cref="HubOptions.Lock"/>, it answers for every name; a name that it does not hold is an error. Immutable.
/// </summary>
public sealed class ModelLock
{
    private ModelLock(IReadOnlyList<LockedModel> models) => Models = models;

    /// <summary>A lock that holds nothing yet.</summary>
    public static ModelLock Empty { get; } = new([]);

    /// <summary>What it holds, ordered by reference (ordinal).</summary>
    public IReadOnlyList<LockedModel> Models { get; }

    /// <summary>Reads a lock file.</summary>
    /// <exception cref="VerdictFormatException">There is no such file, or it is no lock file.</exception>
    public static ModelLock Load(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > LockedModelJson.Largest)
                throw new VerdictFormatException(path, null, $"the file has {file.Length:N0} bytes; a lock file has at most {LockedModelJson.Largest:N0}.");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new ModelLock(LockedModelJson.Read(bytes, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerdictFormatException(path, null, $"the lock file cannot be read: {e.Message} Make it by pulling the models once with a lock.", e);
        }
    }

    /// <summary>The same lock with one more model, or with a new state of one that it holds. Every file is read.</summary>
    /// <exception cref="HubException">A file is not what was pulled.</exception>
    /// <exception cref="ArgumentException">The model is a path and has no name to lock.</exception>
    public async Task<ModelLock> WithAsync(ResolvedModel model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Hub == HubKind.Local)
            throw new ArgumentException($"{model.Path} is a path, and only names are locked. Pull the model by its name.", nameof(model));
        await model.VerifyAsync(cancellation).ConfigureAwait(false);
        var locked = LockedModel.Of(model, await Sha256Async(model, cancellation).ConfigureAwait(false));
        return new ModelLock([.. Models.Where(m => m.Reference != locked.Reference).Append(locked).OrderBy(m => m.Reference, StringComparer.Ordinal)]);
    }

    /// <summary>Writes the lock, whole or not at all; the same models give the same bytes.</summary>
    public void Save(string path) => AtomicFile.Write(Path.GetFullPath(path), LockedModelJson.Write(Models));

    /// <summary>What a name is locked to.</summary>
    internal LockedModel Require(string reference) => Models.FirstOrDefault(m => m.Reference == reference)
        ?? throw new HubException(HubFault.LockMismatch, $"{reference} is not in the lock file, which holds {(Models.Count == 0 ? "nothing" : string.Join(", ", Models.Select(m => m.Reference)))}. Add it by pulling it once without the lock and saving the lock with it.");

    /// <summary>Fails unless a model's files are, byte for byte, those that are locked.</summary>
    internal static async Task CheckAsync(LockedModel locked, ResolvedModel model, CancellationToken cancellation)
    {
        IReadOnlyList<HubFile> files = await Sha256Async(model, cancellation).ConfigureAwait(false);
        foreach (HubFile expected in locked.Files)
        {
            HubFile? found = files.FirstOrDefault(f => f.Path == expected.Path);
            if (found?.Hash != expected.Hash)
                throw new HubException(HubFault.LockMismatch, $"{Path.Combine(model.Path, expected.Path)} {(found is null ? "is missing" : $"has the hash {found.Hash}")}, but the lock file says {expected.Hash} for {locked.Reference}. Remove the model's folder and pull it again, or lock its new state.");
        }

        if (files.FirstOrDefault(f => locked.Files.All(e => e.Path != f.Path)) is { } extra)
            throw new HubException(HubFault.LockMismatch, $"{Path.Combine(model.Path, extra.Path)} is not among the files that the lock file has for {locked.Reference}. Remove the model's folder and pull it again, or lock its new state.");
    }

    private static async Task<IReadOnlyList<HubFile>> Sha256Async(ResolvedModel model, CancellationToken cancellation) =>
        (await (model with { Files = [.. model.Files.Select(f => f with { Hash = null })] }).VerifyAsync(cancellation).ConfigureAwait(false)).Files;
}
