namespace AsyncStdHostingTests.Http;

using System.Net;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdHostingTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

/// <summary>Requests and answers of Kestrel and HttpClient, both on one runtime.</summary>
public sealed class RequestTests
{
    private const long BigBody = 12_345_678;

    public static TheoryData<Protocol> Protocols => [.. Enum.GetValues<Protocol>()];

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_path_parameter_reaches_the_handler(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(protocol, app => app.MapGet("/hello/{name}", (string name) => $"Hello, {name}!"));

        string answer = await with.Client.GetStringAsync("/hello/world");

        answer.ShouldBe("Hello, world!");
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task The_runtime_of_the_host_is_current_in_a_handler_from_beginning_to_end(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(
            protocol,
            app => app.MapGet("/", async () =>
            {
                List<string> seen = [Where()];
                await Task.Sleep(TimeSpan.FromMilliseconds(1)); // a leaf of ours
                seen.Add(Where());
                await Task.Delay(1); // one of the base class library's
                seen.Add(Where());
                seen.Add(await Task.Spawn(Where));
                return string.Join(", ", seen.Distinct());
            }));

        for (int i = 0; i < 3; i++) // the first on a connection comes another way than those after it
        {
            string answer = await with.Client.GetStringAsync("/");

            answer.ShouldBe("host on async-std/runtime");
        }

        // A thread that has relieved a worker has a longer name.
        static string Where()
        {
            string? thread = Thread.CurrentThread.Name;
            return $"{Runtime.Current.Name} on {(thread?.StartsWith("async-std/runtime", StringComparison.Ordinal) == true ? "async-std/runtime" : thread)}";
        }
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_big_request_body_arrives_byte_by_byte(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(
            protocol, app => app.MapPost("/", async (HttpRequest request) => $"{await Pattern.CheckAllAsync(request.Body)}"), kestrel => kestrel.Limits.MaxRequestBodySize = null);

        using HttpResponseMessage answer = await with.Client.PostAsync("/", new PatternContent(BigBody));

        (await answer.Content.ReadAsStringAsync()).ShouldBe($"{BigBody}");
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task A_big_answer_arrives_byte_by_byte(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(protocol, app => app.MapGet("/", (HttpResponse response) => Pattern.WriteAsync(response.Body, BigBody)));

        using HttpResponseMessage answer = await with.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);

        (await Pattern.CheckAllAsync(await answer.Content.ReadAsStreamAsync())).ShouldBe(BigBody);
    }

    /// <summary>Not HTTP/1.1, of which HttpClient does not look at an answer before it has sent the body.</summary>
    [Theory, InlineData(Protocol.Http2), InlineData(Protocol.Http2Tls)]
    public async Task A_body_that_comes_while_the_answer_goes_is_whole_both_ways(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(
            protocol, app => app.MapPost("/", async (HttpRequest request, HttpResponse response) => await request.Body.CopyToAsync(response.Body)),
            kestrel => kestrel.Limits.MaxRequestBodySize = null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") 
        {
            Content = new PatternContent(BigBody),
            Version = with.Client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using HttpResponseMessage answer = await with.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        (await Pattern.CheckAllAsync(await answer.Content.ReadAsStreamAsync())).ShouldBe(BigBody);
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task Two_hundred_requests_at_once_each_get_their_own_answer(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(
            protocol,
            app => app.MapGet("/{number:int}", async (int number) =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(number % 7));
                return $"answer {number}";
            }));

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => with.Client.GetStringAsync($"/{number}")));

        answers.ShouldBe(Enumerable.Range(0, 200).Select(number => $"answer {number}"));
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task An_exception_of_a_handler_is_an_answer_of_500_and_the_connection_goes_on(Protocol protocol)
    {
        await using Conversation with = await Conversation.StartAsync(
            protocol,
            app =>
            {
                app.MapGet("/bad", string () => throw new InvalidOperationException("on purpose"));
                app.MapGet("/good", (HttpContext context) => context.Connection.Id);
            });
        string before = await with.Client.GetStringAsync("/good");

        using HttpResponseMessage bad = await with.Client.GetAsync("/bad");

        bad.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await with.Client.GetStringAsync("/good")).ShouldBe(before);
    }

    [Fact]
    public async Task Blocking_until_the_body_has_come_does_not_keep_it_from_coming()
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapPost("/", (HttpRequest request) =>
        {
            request.HttpContext.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
            using var reader = new StreamReader(request.Body);
            return reader.ReadToEnd();
        }));
        using HttpClient client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(new string('x', 300_000)) };
        request.Headers.ExpectContinue = true; // the body is not even sent before the handler asks for it

        using HttpResponseMessage answer = await client.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).Length.ShouldBe(300_000);
    }
}
