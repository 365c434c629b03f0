namespace Samples.Tour;

internal static class Failures
{
    /// <summary>What went wrong, without the wrapping that parallel loops of the BCL put around it.</summary>
    public static Exception Unwrapped(this Exception exception)
        => exception is AggregateException { InnerExceptions: [var first, ..] } ? first.Unwrapped() : exception;
}
