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
    /// <summary>Where what looks like a list of waiters is none, and why.</summary>
    private static readonly string[] s_noQueues =
    [
        "ChannelSelect`1._branches", // the branches of one select, in the order of its parts: each that waits stands in the queue of its channel
        "BroadcastReceiver`1.NextReceiver", "BroadcastReceiver`1.PreviousReceiver", // the receivers, whether anybody waits or not; who waits stands in the queue of his receiver
        "WatchReceiver`1.NextListed", "WatchReceiver`1.PreviousListed", // the same
        "Ring.Next", // the pieces of a queue of messages
        "ChannelCompletion._source", // the Task that the BCL's reader has: any number of continuations, and none can be taken back
    ];

    private static Type[] Primitives { get; } =
    [
        .. typeof(Mutex<>).Assembly.GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal)) // the state machines that the compiler makes: that of an async iterator is a source of value tasks, too
            .Where(type => type.Namespace is { } name && (name.StartsWith("AsyncStd.Sync", StringComparison.Ordinal) || name.StartsWith("AsyncStd.Channel", StringComparison.Ordinal))),
    ];

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
    public void No_type_in_Sync_and_Channel_keeps_waiters_in_a_list_of_its_own() => QueuesIn(Primitives).Except(s_noQueues).ShouldBeEmpty();

    [Fact]
    public void What_is_said_to_be_no_queue_is_still_there() => s_noQueues.Except(QueuesIn(Primitives)).ShouldBeEmpty();

    [Fact]
    public void No_kind_of_waiter_is_linked_to_others_but_by_the_queue()
    {
        var links = FieldsOf(Primitives)
            .Where(field => field.DeclaringType != typeof(QueuedWaiter) && typeof(QueuedWaiter).IsAssignableFrom(field.DeclaringType) && typeof(QueuedWaiter).IsAssignableFrom(field.FieldType))
            .Where(field => field.FieldType.IsAssignableFrom(field.DeclaringType) || field.DeclaringType!.IsAssignableFrom(field.FieldType))
            .Select(NameOf);

        links.ShouldBeEmpty();
    }

    [Fact]
    public void A_queue_in_any_disguise_is_found()
        => QueuesIn([typeof(Planted), typeof(Planted.Node<>), typeof(Planted.Holder)]).Order(StringComparer.Ordinal).ShouldBe(
            [
                "Holder.Source",
                "Node`1.After",
                "Planted.Array",
                "Planted.Keys",
                "Planted.List",
                "Planted.Nested",
                "Planted.OfHolders",
                "Planted.Pairs",
                "Planted.Single",
            ]);

    private static string[] QueuesIn(Type[] types)
        => [.. FieldsOf(types).Where(field => IsListOfWaiters(field.FieldType, types) || IsCompletionSource(field.FieldType) || IsLink(field)).Select(NameOf)];

    private static IEnumerable<FieldInfo> FieldsOf(Type[] types)
        => types.SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));

    /// <summary>Of a field that belongs to a property, that of the property.</summary>
    private static string NameOf(FieldInfo field) => $"{field.DeclaringType!.Name}.{field.Name.Replace("<", "", StringComparison.Ordinal).Replace(">k__BackingField", "", StringComparison.Ordinal)}";

    private static bool IsListOfWaiters(Type type, Type[] types)
        => (type.IsArray || (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))) && PartsOf(type).Any(part => IsWaiter(part, types));

    /// <summary>What a list is made of: the elements, keys and values, and what those that are pairs or lists are made of.</summary>
    private static IEnumerable<Type> PartsOf(Type type)
    {
        Type[] parts = type.IsArray ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : [];
        return parts.SelectMany(part => PartsOf(part).Prepend(part));
    }

    /// <summary>Whether it can be woken: itself, or by a completion source that it has.</summary>
    private static bool IsWaiter(Type type, Type[] types)
        => typeof(ILeaf).IsAssignableFrom(type) || typeof(IWaiter).IsAssignableFrom(type) || IsCompletionSource(type)
            || (types.Contains(type) && FieldsOf([type]).Any(field => IsCompletionSource(field.FieldType)));

    private static bool IsCompletionSource(Type type)
        => type == typeof(TaskCompletionSource) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TaskCompletionSource<>));

    /// <summary>Whether objects can be strung together by it. Those of the queue itself may.</summary>
    private static bool IsLink(FieldInfo field)
        => !field.IsStatic && Definition(field.FieldType) == Definition(field.DeclaringType!) && field.DeclaringType is { IsClass: true } && field.DeclaringType != typeof(QueuedWaiter);

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

#pragma warning disable CS0649, CA1823, SA1401 // fields that are there to be found
    private sealed class Planted
    {
        public List<(int Number, QueuedWaiter Waiter)>? Pairs;
        public Dictionary<IWaiter, int>? Keys;
        public Queue<TaskCompletionSource<int>>? List;
        public TaskCompletionSource? Single;
        public ILeaf[]? Array;
        public List<Holder>? OfHolders;
        public Dictionary<int, List<ILeaf>>? Nested;
        public List<int>? Innocent;

        internal sealed class Node<T>
        {
            public Node<T>? After;
            public T? Value;
        }

        internal sealed class Holder
        {
            public TaskCompletionSource<bool>? Source;
        }
    }
#pragma warning restore CS0649, CA1823, SA1401
}
