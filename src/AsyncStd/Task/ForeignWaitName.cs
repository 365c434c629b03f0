namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Says in words what somebody else's awaiter waits for.</summary>
internal static class ForeignWaitName
{
    public static string Of(Type awaiter)
    {
        Type definition = awaiter.IsGenericType ? awaiter.GetGenericTypeDefinition() : awaiter;
        string? task = definition == typeof(TaskAwaiter) || definition == typeof(TaskAwaiter<>)
            || definition == typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter) || definition == typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter) ? "Task"
            : definition == typeof(ValueTaskAwaiter) || definition == typeof(ValueTaskAwaiter<>)
            || definition == typeof(ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter) || definition == typeof(ConfiguredValueTaskAwaitable<>.ConfiguredValueTaskAwaiter) ? "ValueTask"
            : null;
        return definition == typeof(YieldAwaitable.YieldAwaiter) ? "foreign yield"
            : task is null ? $"foreign awaiter ({TypeName.Of(awaiter)})"
            : $"foreign task ({task}{TypeName.Arguments(awaiter)})";
    }
}
