using System.Security.Cryptography;
using Apache.Arrow;

namespace Verdict.SparkNlp;

/// <summary>A part of a <see cref="Pipeline"/>: something that adds columns to a data frame, or learns how to.</summary>
public abstract class PipelineStage
{
    private protected PipelineStage(string uid) => Uid = uid;

    /// <summary>The name that errors and saved pipelines know it by: a prefix, a low line and 12 hexadecimal digits.</summary>
    public string Uid { get; internal set; }

    /// <summary>A new name.</summary>
    private protected static string NewUid(string prefix) => $"{prefix}_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>What a frame's columns become, or an error that says which are missing.</summary>
    internal abstract Schema TransformSchema(Schema schema);

    /// <summary>The transformer that does the work: itself, or what it learns from the frame.</summary>
    internal abstract Transformer FitAny(DataFrame frame);
}
