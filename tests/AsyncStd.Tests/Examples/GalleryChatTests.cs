namespace AsyncStdTests.Examples;

/// <summary>The chat: people come, talk, and go; and it ends while somebody is there.</summary>
[Trait("example", "chat-server")]
[Trait("example", "chat-client")]
public sealed class GalleryChatTests
{
    [Fact]
    public async Task Messages_pass_people_leave_and_the_end_of_the_server_is_told()
    {
        var (server, address) = await GalleryProgram.StartServerAsync("chat-server");
        using (server)
        {
            using var ann = GalleryProgram.Start("chat-client", address, "ann");
            (await server.ReadLineAsync()).ShouldBe("ann has joined");
            using var bob = GalleryProgram.Start("chat-client", address, "bob");
            (await ann.ReadLineAsync()).ShouldBe("* bob has joined");

            ann.Type("bob: good morning\n");
            (await bob.ReadLineAsync()).ShouldBe("ann: good morning");
            bob.Type("to nobody\nann, bob: to both of us\n");
            (await ann.ReadLineAsync()).ShouldBe("bob: to both of us");
            (await bob.ReadLineAsync()).ShouldBe("bob: to both of us");

            bob.EndInput();
            var bobsEnd = await bob.EndAsync();
            bobsEnd.Output.ShouldBeEmpty();
            bobsEnd.ExitCode.ShouldBe(0);
            (await ann.ReadLineAsync()).ShouldBe("* bob has left");

            await server.StopAsync();
            if (!OperatingSystem.IsWindows())
            {
                (await ann.ReadLineAsync()).ShouldBe("* the server closes");
                var annsEnd = await ann.EndAsync(); // although she could still type
                annsEnd.ExitCode.ShouldBe(0);
                annsEnd.Error.ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task A_name_is_given_once_and_free_again_when_its_owner_has_been_killed()
    {
        var (server, address) = await GalleryProgram.StartServerAsync("chat-server");
        using (server)
        {
            var first = GalleryProgram.Start("chat-client", address, "ann");
            (await server.ReadLineAsync()).ShouldBe("ann has joined");
            using var bob = GalleryProgram.Start("chat-client", address, "bob");
            (await server.ReadLineAsync()).ShouldBe("bob has joined");

            var second = await GalleryProgram.RunAsync("chat-client", address, "ann");
            second.Output.ShouldBe("* the name ann is taken\n");

            first.Dispose(); // kills the program: it says goodbye to nobody
            (await bob.ReadLineAsync()).ShouldBe("* ann has left");

            using var third = GalleryProgram.Start("chat-client", address, "ann");
            (await bob.ReadLineAsync()).ShouldBe("* ann has joined");
            await server.StopAsync(mayComplain: true);
        }
    }
}
