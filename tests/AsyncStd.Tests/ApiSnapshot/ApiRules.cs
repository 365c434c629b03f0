namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>What each public method of a library that returns a task keeps to, so that users need not look it up. Each rule lists what breaks it.</summary>
internal static class ApiRules
{
    /// <summary>Statics that follow <c>Task.Delay</c>, and conversions.</summary>
    private static readonly HashSet<string> s_withoutSuffix =
    [
        "AsTask", "AsValueTask", "Create", "Delayed", "Deadline", "Flatten", "Join", "Pending", "Race", "Ready", "Retry", "Run", "Select", "Shield", "Sleep", "Spawn",
        "SpawnBlocking", "SpawnLocal", "Timeout", "TryJoin", "TryRace", "YieldNow", "Delay",
    ];

    /// <summary>What belongs to a scope from its start (a spawn), must finish (a shield), has its token already (an enumerator), or waits for nothing.</summary>
    private static readonly HashSet<string> s_withoutToken =
    [
        "AsTask", "AsValueTask", "Create", "DisposeAsync", "Flatten", "MoveNextAsync", "MoveNextIfAsync", "PeekAsync", "Ready", "Shield", "Spawn", "SpawnBlocking", "SpawnLocal",
        "StreamMap`2.RemoveAsync", "AsyncSequenceEnumerator`1.WaitToReadAsync",
    ];

    /// <summary>A method that returns a task is named so.</summary>
    public static IEnumerable<string> TasksWithoutSuffix(Assembly library)
        => Methods(library).Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal) && !s_withoutSuffix.Contains(method.Name))
            .Select(Text);

    /// <summary>A method that is named so returns what can be awaited or enumerated.</summary>
    public static IEnumerable<string> SuffixesWithoutTask(Assembly library)
        => Everything(library).Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsTask(method.ReturnType) && method.ReturnType.GetMethod("GetAwaiter") is null
                && !method.ReturnType.Name.Contains("Async", StringComparison.Ordinal))
            .Select(Text);

    /// <summary>A method that waits takes a token last and as an option.</summary>
    public static IEnumerable<string> TasksWithoutToken(Assembly library)
        => Methods(library).Where(method => !s_withoutToken.Contains(method.Name) && !s_withoutToken.Contains($"{method.DeclaringType!.Name}.{method.Name}"))
            .Where(method => !TakesToken(method)).Select(Text);

    /// <summary>Behind the token only what the compiler fills in. A <c>params</c> form has none; beside it stands one with an array and a token, which cannot be left out.</summary>
    private static bool TakesToken(MethodInfo method)
    {
        ParameterInfo[] own = [.. method.GetParameters().Where(each => !each.IsDefined(typeof(CallerFilePathAttribute)) && !each.IsDefined(typeof(CallerLineNumberAttribute)))];
        return own is [.., { } last]
            && (last.IsDefined(typeof(ParamArrayAttribute))
                || (last.ParameterType == typeof(CancellationToken) && (last.IsOptional || own is [{ ParameterType.IsArray: true }, _])));
    }

    private static bool IsTask(Type type)
        => type == typeof(Task) || type == typeof(ValueTask) || type == typeof(JoinHandle)
            || (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(JoinHandle<>)));

    private static IEnumerable<MethodInfo> Methods(Assembly library) => Everything(library).Where(method => IsTask(method.ReturnType));

    /// <summary>What AsyncStd names and shapes itself: not overrides, not the contracts of drivers, whose callers pass every argument.</summary>
    private static IEnumerable<MethodInfo> Everything(Assembly library)
        => from type in library.GetExportedTypes()
           where !type.Namespace!.StartsWith("AsyncStd.Runtimes", StringComparison.Ordinal) && !typeof(Delegate).IsAssignableFrom(type)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName && method.GetBaseDefinition().DeclaringType == type
           select method;

    private static string Text(MethodInfo method)
        => $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(each => each.ParameterType.Name))})";
}
