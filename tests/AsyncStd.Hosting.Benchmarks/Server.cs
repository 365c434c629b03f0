namespace AsyncStdHostingBenchmarks;

using AsyncStd.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

/// <summary>Thirteen bytes of plain text, as the usual benchmark has it.</summary>
internal static class Server
{
    public static readonly string[] Transports = ["async-std", "inline", "stock"];

    private static readonly byte[] s_hello = "Hello, World!"u8.ToArray();

    /// <summary>Serves until the standard input ends.</summary>
    /// <param name="transport">One of <see cref="Transports"/>.</param>
    /// <param name="settings">Configuration, as <c>AsyncStd:ThreadCount=1</c>.</param>
    public static async Task RunAsync(string transport, string[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (transport != "stock")
        {
            builder.WebHost.UseAsyncStd(options => options.UnsafePreferInlineScheduling = transport == "inline");
        }

        await using WebApplication application = builder.Build();
        application.Run(Answer);
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        await Console.In.ReadToEndAsync();
        await application.StopAsync();
    }

    private static Task Answer(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = 200;
        response.ContentType = "text/plain";
        response.ContentLength = s_hello.Length;
        return response.Body.WriteAsync(s_hello, 0, s_hello.Length);
    }
}
