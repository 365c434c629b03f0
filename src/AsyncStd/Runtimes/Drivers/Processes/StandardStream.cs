namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>One of the three streams that every process starts with.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum StandardStream
{
    /// <summary>The input.</summary>
    Input,

    /// <summary>The output.</summary>
    Output,

    /// <summary>The error messages.</summary>
    Error,
}
