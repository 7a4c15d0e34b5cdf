namespace Verdict.Tensors;

/// <summary>How one number of a stored tensor is written, little-endian.</summary>
internal enum ElementType
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>The upper half of a binary32.</summary>
    BF16,

    /// <summary>A whole number from −127 to 127, to be multiplied by its row's scale (<see cref="StoredTensor.Scales"/>).</summary>
    I8,
}
