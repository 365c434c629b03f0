namespace AsyncStd.Runtimes.Drivers;

/// <summary>One of the three streams that every process starts with.</summary>
public enum StandardStream
{
    /// <summary>The input.</summary>
    Input,

    /// <summary>The output.</summary>
    Output,

    /// <summary>The error messages.</summary>
    Error,
}
