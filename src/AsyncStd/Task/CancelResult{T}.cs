namespace AsyncStd.Task;

using System.Diagnostics.CodeAnalysis;

/// <summary>What came of a task that was cancelled: its output, if it came to its end all the same. Used like a <see cref="Nullable{T}"/>, for any type.</summary>
/// <typeparam name="T">The type of the output.</typeparam>
public readonly record struct CancelResult<T>
{
    private readonly T? _value;

    internal CancelResult(T value)
    {
        HasValue = true;
        _value = value;
    }

    /// <summary>Whether the task came to its end all the same. False: it was stopped.</summary>
    public bool HasValue { get; }

    /// <summary>The output of the task.</summary>
    /// <exception cref="InvalidOperationException">The task was stopped.</exception>
    public T Value => HasValue ? _value! : throw new InvalidOperationException("The task was stopped before it had an output; ask HasValue or TryGetValue first.");

    /// <summary>The output of the task, if there is one.</summary>
    /// <param name="value">The output.</param>
    /// <returns>Whether the task came to its end all the same.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return HasValue;
    }

    /// <summary>The output, or that there is none.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => HasValue ? $"{_value}" : "stopped";
}
