namespace AsyncStd.Task;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes;

/// <summary>A value of which each task has its own: what <see cref="ThreadLocal{T}"/> is for threads.</summary>
/// <remarks>
/// <para>The value is made when the task first asks for it, and dropped with the task: one that is <see cref="IDisposable"/> is disposed when the body has ended, before anybody
/// who awaits the task goes on, the newest first. What <c>Dispose</c> throws goes to <see cref="Runtime.UnhandledException"/>. A value that is only
/// <see cref="IAsyncDisposable"/> is not disposed: nobody could await it.</para>
/// <para>Tasks that are spawned have their own values; nothing is inherited, unlike with <see cref="AsyncLocal{T}"/>. A function that a combinator runs, such as <c>Timeout</c>, is a
/// part of the calling task and shares its values; so does every method that the task awaits, wherever it goes on. If parts of a task run at the same time, the factory
/// is called only once, and the value must bear being used by both.</para>
/// <para>Code that outlives its task, or runs while the task's values are being disposed, has none: it is as if it were outside any task.</para>
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
/// <example><code>
/// TaskLocal&lt;List&lt;string>> notes = new(() => []);
/// await Task.Spawn(async () =>
/// {
///     notes.Value.Add("one");
///     await Task.YieldNow();
///     notes.Value.Add("two");
///     Console.WriteLine(string.Join(", ", notes.Value)); // one, two
/// });
/// </code></example>
public sealed class TaskLocal<T>
{
    private readonly Func<T> _factory;

    /// <summary>Creates a task-local.</summary>
    /// <param name="factory">Makes the value of a task, when the task first asks for it. If it throws, the next one who asks calls it again.</param>
    public TaskLocal(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _factory = factory;
    }

    /// <summary>The value of the running task. A value that is replaced is not disposed.</summary>
    /// <exception cref="InvalidOperationException">No task is running, or it has ended; or the factory asks for the value that it is to make.</exception>
    public T Value
    {
        get => TryGetValue(out T? value) ? value : throw NoValue();
        set
        {
            if (Ambient.Task?.Self.GetOrAddLocal(this)?.TrySet(value) is not true)
            {
                throw NoValue();
            }
        }
    }

    /// <summary>Whether the running task has a value already. False outside a task.</summary>
    public bool IsValueCreated => Ambient.Task?.Self.FindLocal(this)?.TryGet(out _) ?? false;

    /// <summary>The value of the running task, made if there is none yet.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False if no task is running, or if it has ended.</returns>
    /// <exception cref="InvalidOperationException">The factory asks for the value that it is to make.</exception>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        if (Ambient.Task?.Self.GetOrAddLocal(this) is { } entry && entry.TryGetOrMake(_factory, out T? made))
        {
            value = made!;
            return true;
        }

        value = default;
        return false;
    }

    private static InvalidOperationException NoValue()
        => new(Ambient.Task is { } task
            ? $"Task '{task.Self.Description}' has ended, and its task-local values with it."
            : "A task-local value belongs to a task, and none is running here. Code that was passed to Task.Spawn or Task.BlockOn runs in one.");
}
