namespace Samples.Gallery;

/// <summary>The arguments are not those that the example takes.</summary>
internal sealed class UsageException : Exception;
