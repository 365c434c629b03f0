namespace AsyncStdTests.BannedApis;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using AsyncStdTests.Parity;

/// <summary>What product code must not call, asked of the framework itself, so that a new overload is noticed.</summary>
internal static class RequiredBans
{
    public static IEnumerable<string> Ids() => Types().Concat(Methods()).Concat(Constructors()).Concat(Properties());

    private static IEnumerable<string> Types() =>
        new[] { typeof(Stopwatch), typeof(File), typeof(Directory), typeof(Dns), typeof(RandomNumberGenerator) }.Select(XmlDocId.Of);

    private static IEnumerable<string> Methods() =>
    [
        .. Overloads(typeof(Task), nameof(Task.Run)),
        .. Overloads(typeof(Task), nameof(Task.Delay)),
        .. Overloads(typeof(Task), nameof(Task.Wait)),
        .. Overloads(typeof(TaskFactory), nameof(TaskFactory.StartNew)),
        .. Overloads(typeof(TaskFactory<>), nameof(TaskFactory.StartNew)),
        .. Overloads(typeof(Thread), nameof(Thread.Sleep)),
        .. Overloads(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem)),
        .. Overloads(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem)),
        .. Overloads(typeof(Guid), nameof(Guid.NewGuid)),
        .. Overloads(typeof(Process), nameof(Process.Start)),
    ];

    private static IEnumerable<string> Constructors() =>
    [
        .. typeof(Socket).GetConstructors().Select(XmlDocId.Of),
        .. typeof(FileStream).GetConstructors().Select(XmlDocId.Of),
        .. typeof(Timer).GetConstructors().Select(XmlDocId.Of),
        XmlDocId.Of(typeof(CancellationTokenSource).GetConstructor([typeof(TimeSpan)])!),
        XmlDocId.Of(typeof(CancellationTokenSource).GetConstructor([typeof(int)])!),
        XmlDocId.Of(typeof(Random).GetConstructor([])!),
    ];

    private static IEnumerable<string> Properties() =>
    [
        Property(typeof(DateTime), nameof(DateTime.Now)),
        Property(typeof(DateTime), nameof(DateTime.UtcNow)),
        Property(typeof(DateTimeOffset), nameof(DateTimeOffset.Now)),
        Property(typeof(DateTimeOffset), nameof(DateTimeOffset.UtcNow)),
        Property(typeof(Environment), nameof(Environment.TickCount)),
        Property(typeof(Environment), nameof(Environment.TickCount64)),
        Property(typeof(Random), nameof(Random.Shared)),
        Property(typeof(Task<>), nameof(Task<>.Result)),
    ];

    private static IEnumerable<string> Overloads(Type type, string name) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name == name)
            .Select(XmlDocId.Of);

    private static string Property(Type type, string name) => XmlDocId.Of(type.GetProperty(name)!);
}
