namespace Verdict.Data;

/// <summary>How a nested value holds others.</summary>
internal enum NestedKind
{
    /// <summary>Any number of values of one type.</summary>
    List,

    /// <summary>A value for each field.</summary>
    Struct,

    /// <summary>Any number of keys, each with a value.</summary>
    Map,
}
