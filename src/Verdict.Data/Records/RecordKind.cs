#pragma warning disable CA1720 // The names are those that Parquet and Arrow use.

namespace Verdict.Data;

/// <summary>What a value or a column holds.</summary>
public enum RecordKind
{
    /// <summary>Nothing. As a column's kind: every value is null.</summary>
    Null,

    /// <summary>Text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number as its file wrote it (JSON); keeps every digit.</summary>
    Number,

    /// <summary>A piece of JSON as its file wrote it: an object, an array, or values of several kinds in one column. Lists, structs and maps of Parquet and Arrow too, whose text is JSON.</summary>
    Json,

    /// <summary>A signed whole number of 8 bits.</summary>
    Int8,

    /// <summary>A signed whole number of 16 bits.</summary>
    Int16,

    /// <summary>A signed whole number of 32 bits.</summary>
    Int32,

    /// <summary>A signed whole number of 64 bits.</summary>
    Int64,

    /// <summary>An unsigned whole number of 8 bits.</summary>
    UInt8,

    /// <summary>An unsigned whole number of 16 bits.</summary>
    UInt16,

    /// <summary>An unsigned whole number of 32 bits.</summary>
    UInt32,

    /// <summary>An unsigned whole number of 64 bits.</summary>
    UInt64,

    /// <summary>A binary fraction of 32 bits.</summary>
    Float32,

    /// <summary>A binary fraction of 64 bits.</summary>
    Float64,

    /// <summary>A decimal fraction with a fixed scale.</summary>
    Decimal,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A point in time, or a local date with its time.</summary>
    Timestamp,

    /// <summary>Bytes.</summary>
    Bytes,
}
