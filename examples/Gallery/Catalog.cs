namespace Samples.Gallery;

using System.Diagnostics.CodeAnalysis;

/// <summary>All examples, in the order in which somebody new may want to read them.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Example> All { get; } =
    [
        new("hello-world", "The smallest program that does something.", HelloWorld.RunAsync),
        new("task-name", "A task that knows what it is called.", TaskName.RunAsync),
        new("task-local", "A value that belongs to one task.", TaskLocalValue.RunAsync),
        new("logging", "What the runtime tells a listener about its tasks, as traces.", Logging.RunAsync),

        new("line-count FILE", "The lines of a file, one by one.", LineCount.RunAsync),
        new("list-dir DIRECTORY", "A directory as an asynchronous sequence.", ListDir.RunAsync),
        new("print-file FILE", "From a file to the standard output through one buffer.", PrintFile.RunAsync),
        new("log-follow FILE [LINES]", "Prints what is appended to a file, as tail -f does, until Ctrl-C.", LogFollow.RunAsync),
        new("stdin-echo", "Lines in, lines out.", StdinEcho.RunAsync),
        new("stdin-timeout [SECONDS [ATTEMPTS]]", "A line typed in time, or a message; and no byte is lost.", StdinTimeout.RunAsync),

        new("tcp-echo [ADDRESS]", "A server with a task for each connection.", TcpEcho.RunAsync),
        new("tcp-dual-stack-echo [PORT]", "The same on IPv4 and IPv6: two listeners merged into one sequence.", TcpDualStackEcho.RunAsync),
        new("tcp-client ADDRESS TEXT", "One message there, one back.", TcpClient.RunAsync),
        new("udp-echo [ADDRESS]", "Datagrams back to where they came from.", UdpEcho.RunAsync),
        new("udp-client ADDRESS TEXT", "One datagram there, one back.", UdpClient.RunAsync),
        new("socket-timeouts", "A read that is given up in time.", SocketTimeouts.RunAsync),
        new("port-scan [FROM-TO]", "Which ports of this machine answer: many connections, so many at a time.", PortScan.RunAsync),
        new("chat-server [ADDRESS]", "A broker, channels and a clean shutdown.", ChatServer.RunAsync),
        new("chat-client ADDRESS NAME", "Two directions at once; what is no longer needed is stopped.", ChatClient.RunAsync),

        new("web-fetch", "HttpClient over the library's sockets, against a server that the example starts.", WebFetch.RunAsync),
        new("crawler", "Follows links with a limited number of requests at once.", Crawler.RunAsync),
        new("static-files DIRECTORY [ADDRESS]", "A small HTTP/1.1 server for files, written by hand.", StaticFiles.RunAsync),

        new("worker-pool", "Three workers, one channel, and no more than so many jobs a second.", WorkerPool.RunAsync),
        new("supervisor", "Services that are started again when they fail, and given up at some point.", Supervisor.RunAsync),
        new("bulkheads", "Two runtimes: heavy work cannot make requests wait.", Bulkheads.RunAsync),
        new("ui-loop", "Tasks on the one thread of a user interface, without locks.", UiLoop.RunAsync),
        new("own-runtime", "A runtime written by hand, and the same tasks on it.", OwnRuntime.RunAsync),
        new("what-runs", "Which runtime, drivers and options a process gets, and why.", WhatRuns.RunAsync),
    ];

    public static bool TryFind(string name, [NotNullWhen(true)] out Example? example)
    {
        example = All.FirstOrDefault(candidate => candidate.Name == name);
        return example is not null;
    }
}
