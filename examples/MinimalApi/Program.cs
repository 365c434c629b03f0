using System.Text.Json;
using System.Text.Json.Serialization;
using AsyncStd.Hosting;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// One argument: the port; without it a free one is taken. Ends with Ctrl+C, or when its input ends.
string port = args.FirstOrDefault() ?? "0";

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.WebHost.UseAsyncStd(); // the runtime of the host, with Kestrel's connections on it
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Contracts.Default)); // so that it can be trimmed
builder.Logging.SetMinimumLevel(LogLevel.Warning);

WebApplication app = builder.Build();
app.MapGet("/", () => "Hello, World!");
app.MapGet("/hello/{name}", (string name) => $"Hello, {name}!");
app.MapGet("/add/{a:int}/{b:int}", (int a, int b) => new Sum(a, b, a + b));
app.MapGet("/runtime", () => $"{Runtime.Current.Name}: {Runtime.Current.Executor}");
app.MapGet("/slow", async () =>
{
    (int left, int right) = await Task.Join(Half(20), Half(22)); // both at the same time
    return $"{left + right}";
});
app.MapHealthChecks("/health");

await app.StartAsync();
Console.WriteLine(app.Urls.First());
_ = Task.Run(() =>
{
    Console.In.ReadToEnd();
    app.Lifetime.StopApplication();
});
await app.WaitForShutdownAsync();

static async Task<int> Half(int value)
{
    await Task.Sleep(TimeSpan.FromMilliseconds(50));
    return value;
}

internal sealed record Sum(int A, int B, int Result);

[JsonSerializable(typeof(Sum))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class Contracts : JsonSerializerContext;
