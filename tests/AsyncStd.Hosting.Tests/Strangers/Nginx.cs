namespace AsyncStdHostingTests.Strangers;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AsyncStdHostingTests.Harness;

/// <summary>A web server of the machine, in a folder of its own, on a free port.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private Nginx(TemporaryFolder folder, Process process, int port) => (_folder, _process, Address) = (folder, process, new Uri($"http://127.0.0.1:{port}/"));

    public Uri Address { get; }

    /// <summary>Starts it with a file to serve, and a location <c>/back/</c> that it passes on.</summary>
    public static async Task<Nginx> StartAsync(byte[] file, Uri back)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort(); // somebody else may take it before nginx does
            var folder = new TemporaryFolder();
            await File.WriteAllBytesAsync(folder.PathOf("file"), file);
            await File.WriteAllTextAsync(folder.PathOf("nginx.conf"), Configuration(folder.PathOf(""), port, back));
            Process process = Programs.Start("nginx", ["-p", folder.PathOf(""), "-e", folder.PathOf("error.log"), "-c", folder.PathOf("nginx.conf")]);
            var nginx = new Nginx(folder, process, port);
            if (await nginx.AnswersAsync())
            {
                return nginx;
            }

            string errors = await process.StandardError.ReadToEndAsync();
            await nginx.DisposeAsync();
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"nginx does not start: {errors}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().WithPatience();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Waits until it listens, or has ended.</summary>
    private async Task<bool> AnswersAsync()
    {
        long start = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(start) < Patience.Limit)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
                return !_process.HasExited;
            }
            catch (SocketException)
            {
                await Task.Delay(10);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Configuration(string folder, int port, Uri back) => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log;
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            client_max_body_size 0;
            keepalive_requests 1000;
            server {
                listen 127.0.0.1:{{port}};
                root {{folder}};
                location = /file { }
                location = /short { return 200 "short"; }
                location /back/ {
                    proxy_pass {{back}};
                    proxy_http_version 1.1;
                    proxy_request_buffering off;
                    proxy_buffering off;
                }
            }
        }
        """;
}
