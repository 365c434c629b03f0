namespace Samples.Gallery;

using AsyncStd.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>
/// Which runtime, drivers and options this process gets, and why; but first some bytes over a connection, so that the drivers are described as they serve.
/// Try it with <c>ASYNC_STD_IO=portable</c>, or <c>ASYNC_STD_RUNTIME=current-thread</c>.
/// </summary>
internal static class WhatRuns
{
    public static async Task RunAsync(string[] args)
    {
        await using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:0");
        JoinHandle echo = Task.Spawn(() => EchoAsync(listener));
        await using (TcpStream stream = await TcpStream.ConnectAsync(listener.LocalEndPoint))
        {
            await stream.WriteAsync("good morning"u8.ToArray());
            await stream.ReadExactlyAsync(new byte["good morning".Length]);
        }

        await echo;
        await Console.PrintlnAsync("bytes went there and back");
        await Console.PrintAsync(Runtime.Current.Describe());
    }

    private static async Task EchoAsync(TcpListener listener)
    {
        await using TcpStream stream = await listener.AcceptAsync();
        await stream.CopyToAsync(stream);
    }
}
