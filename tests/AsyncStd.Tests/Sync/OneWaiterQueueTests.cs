namespace AsyncStdTests.Sync;

using System.Collections;
using System.Reflection;
using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;
using AsyncStd.Sync;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>That there is one waiter queue, and nobody has written another.</summary>
public sealed class OneWaiterQueueTests
{
    /// <summary>The branches of one select, in the order of its parts: each that waits stands in the queue of its channel.</summary>
    private static readonly string[] s_noQueues = ["ChannelSelect`1._branches"];

    /// <summary>Without the state machines that the compiler makes: that of an async iterator is a source of value tasks, too.</summary>
    private static IEnumerable<Type> Primitives => typeof(Mutex<>).Assembly.GetTypes()
        .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
        .Where(type => type.Namespace is { } name && (name.StartsWith("AsyncStd.Sync", StringComparison.Ordinal) || name.StartsWith("AsyncStd.Channel", StringComparison.Ordinal)));

    private static IEnumerable<FieldInfo> Fields => Primitives
        .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));

    [Fact]
    public void Whatever_stands_behind_a_value_task_in_Sync_and_Channel_is_a_queued_waiter()
    {
        var others = Primitives
            .Where(type => type.GetInterfaces().Any(each => each == typeof(IValueTaskSource) || (each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IValueTaskSource<>))))
            .Where(type => !typeof(QueuedWaiter).IsAssignableFrom(type));

        Primitives.ShouldContain(typeof(Mutex<>));
        others.ShouldBeEmpty();
    }

    [Fact]
    public void No_type_in_Sync_and_Channel_keeps_waiters_in_a_list_of_its_own()
    {
        var lists = Fields
            .Where(field => IsListOfWaiters(field.FieldType))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}")
            .Except(s_noQueues);

        lists.ShouldBeEmpty();
    }

    [Fact]
    public void No_kind_of_waiter_is_linked_to_others_but_by_the_queue()
    {
        var links = Fields
            .Where(field => field.DeclaringType != typeof(QueuedWaiter) && typeof(QueuedWaiter).IsAssignableFrom(field.DeclaringType) && typeof(QueuedWaiter).IsAssignableFrom(field.FieldType))
            .Where(field => field.FieldType.IsAssignableFrom(field.DeclaringType) || field.DeclaringType!.IsAssignableFrom(field.FieldType))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");

        links.ShouldBeEmpty();
    }

    private static bool IsListOfWaiters(Type type)
    {
        Type? element = type.IsArray ? type.GetElementType()
            : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
            : null;
        return element is not null && (typeof(ILeaf).IsAssignableFrom(element) || typeof(IWaiter).IsAssignableFrom(element) || IsCompletionSource(element));
    }

    private static bool IsCompletionSource(Type type)
        => type == typeof(TaskCompletionSource) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TaskCompletionSource<>));
}
