namespace Samples.Tour;

/// <summary>The two ways in which each stage is written.</summary>
internal enum Form
{
    /// <summary>The base class library's blocking calls, on its threads.</summary>
    Blocking,

    /// <summary>This library.</summary>
    AsyncStd,
}
