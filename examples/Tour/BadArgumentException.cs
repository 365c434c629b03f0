namespace Samples.Tour;

/// <summary>The command line makes no sense; the message says what would.</summary>
internal sealed class BadArgumentException(string message) : Exception(message);
