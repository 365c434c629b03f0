namespace Samples.Tour;

/// <summary>A file of text, and what was counted in it.</summary>
internal sealed record TextFile(string Path, long Bytes, long Lines, long Words);
