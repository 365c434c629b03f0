namespace AsyncStdHostingTests.Examples;

using AsyncStd.Hosting;
using AsyncStdHostingTests.Harness;

/// <summary>The example, run as a program.</summary>
public sealed class MinimalApiTests
{
    [Fact]
    public async Task It_serves_until_its_input_ends()
    {
        using BuiltProgram program = BuiltProgram.Start("examples", "MinimalApi");
        using var client = new HttpClient(new AsyncStdHttpHandler()) { BaseAddress = new Uri(await program.ReadLineAsync()), Timeout = Patience.Limit };

        string[] answers = await Task.WhenAll(new[] { "/", "/hello/Rust", "/add/1/2", "/runtime", "/slow", "/health" }.Select(path => client.GetStringAsync(path)));

        answers.ShouldBe(["Hello, World!", "Hello, Rust!", """{"a":1,"b":2,"result":3}""", "host: work-stealing", "42", "Healthy"]);
        program.EndInput();
        (await program.WaitAsync()).ShouldBe(0);
    }

    [Theory, InlineData("async-std"), InlineData("inline"), InlineData("stock")]
    public async Task The_benchmark_s_server_answers_the_same_on_each_transport(string transport)
    {
        using BuiltProgram program = BuiltProgram.Start("tests", "AsyncStd.Hosting.Benchmarks", "serve", transport);
        using var client = new HttpClient { BaseAddress = new Uri(await program.ReadLineAsync()), Timeout = Patience.Limit };

        (await client.GetStringAsync("/")).ShouldBe("Hello, World!");
        program.EndInput();
        (await program.WaitAsync()).ShouldBe(0);
    }
}
