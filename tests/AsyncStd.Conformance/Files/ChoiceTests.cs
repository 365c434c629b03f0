namespace AsyncStdConformance.Files;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Seeded;

/// <summary>Which driver a runtime has.</summary>
public sealed class ChoiceTests
{
    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void A_runtime_without_a_driver_gets_the_process_own_and_says_which(RuntimeCase on)
        => on.Outside(runtime =>
        {
            runtime.Describe().ShouldContain("files: not used so far");

            IFileSystem files = runtime.FileSystem;

            files.ShouldBeSameAs(DriverCase.All[^1].FileSystem);
            runtime.Describe().ShouldContain($"files: {files.Name} (");
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld | Traits.View)]
    public void The_portable_driver_can_be_asked_for(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                runtime.FileSystem.Name.ShouldBe("portable");
                runtime.Describe().ShouldContain("files: portable (asked for)");
            },
            options => options.Io = IoKind.Portable);

    [Fact]
    public void A_world_of_its_own_gets_none_that_it_was_not_given()
    {
        using var world = new SeededRuntime(1);
        using var host = new OwningView(world, new RuntimeOptions { Name = "host" });

        Should.Throw<NotSupportedException>(() => world.FileSystem).Message.ShouldContain("UseFileSystem");
        Should.Throw<NotSupportedException>(() => host.FileSystem).Message.ShouldContain("UseFileSystem");
        world.Describe().ShouldContain("files: no driver");
        host.Describe().ShouldContain("files: no driver");
    }

    [Fact]
    public void A_view_uses_the_driver_of_its_executor()
    {
        IFileSystem files = DriverCase.All[0].FileSystem;
        using var world = new SeededRuntime(1, configure: options => options.FileSystem = files);
        using var host = new OwningView(world, new RuntimeOptions { Name = "host" });

        host.FileSystem.ShouldBeSameAs(files);
        host.Describe().ShouldContain("files: portable");
    }

    [Fact]
    public void The_driver_for_Linux_is_chosen_on_Linux()
        => DriverCase.All.Select(each => each.Name).ShouldBe(OperatingSystem.IsLinux() ? ["portable", "linux"] : ["portable"]);
}
