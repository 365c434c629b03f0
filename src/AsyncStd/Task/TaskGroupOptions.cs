namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>How a <see cref="TaskGroup"/> behaves.</summary>
public sealed record TaskGroupOptions
{
    internal static readonly TaskGroupOptions Default = new();

    /// <summary>A name for diagnosis.</summary>
    public string? Name { get; init; }

    /// <summary>How many children may run at once, 1 or more; null: any number. A child that is spawned beyond it waits for its turn, in the order of spawning.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Whether a child that fails leaves its siblings alone. Its failure goes to <see cref="OnFailure"/>, or without that is thrown when the group is left.</summary>
    public bool Supervise { get; init; }

    /// <summary>With <see cref="Supervise"/>: is given each child that fails, and its exception, which has been dealt with then.</summary>
    /// <remarks>Called at the end of the child, on its thread: it must be quick. What it throws goes to <see cref="Runtime.UnhandledException"/>, and
    /// the failure is thrown when the group is left.</remarks>
    public Action<JoinHandle, Exception>? OnFailure { get; init; }

    /// <summary>Whether disposing the group asks the children that are still there to stop. A block that wants their ends then waits for the group in its last line.</summary>
    /// <remarks>C# tells nobody whether a block was left by an exception. So this is how an <c>await using</c> stops the children then.</remarks>
    public bool CancelOnDispose { get; init; }

    /// <summary>Throws if the options make no sense.</summary>
    internal void Check()
    {
        if (MaxConcurrency <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxConcurrency), MaxConcurrency, $"{nameof(TaskGroupOptions)}.{nameof(MaxConcurrency)} is 1 or more, or null for no limit.");
        }

        if (OnFailure is not null && !Supervise)
        {
            throw new ArgumentException(
                $"{nameof(TaskGroupOptions)}.{nameof(OnFailure)} needs {nameof(Supervise)} = true: without it the first failure stops the group and is thrown.", nameof(OnFailure));
        }
    }
}
