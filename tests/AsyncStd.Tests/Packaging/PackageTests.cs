namespace AsyncStdTests.Packaging;

using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using AsyncStdTests.Commands;

[Collection(BuildCollection.Name)]
public sealed class PackageTests(PackedPackage package) : IClassFixture<PackedPackage>
{
    [Fact]
    public void The_package_carries_its_documentation()
    {
        var documentation = XDocument.Parse(package.Read("lib/net10.0/AsyncStd.xml"));

        documentation.Descendants("member").ShouldNotBeEmpty();
    }

    [Fact]
    public void The_package_carries_its_readme()
    {
        package.Read("README.md").ShouldStartWith("# AsyncStd");
        Value("readme").ShouldBe("README.md");
    }

    [Fact]
    public void The_package_carries_its_icon()
    {
        byte[] icon = package.ReadBytes("icon.png");

        Value("icon").ShouldBe("icon.png");
        icon.AsSpan(0, 8).SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).ShouldBeTrue();
        (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))).ShouldBe((128, 128));
    }

    [Fact]
    public void The_package_says_what_it_is_and_whose()
    {
        Value("id").ShouldBe("AsyncStd");
        Value("authors").ShouldBe("The AsyncStd authors");
        Value("copyright").ShouldContain("the AsyncStd authors");
        Value("description").Length.ShouldBeInRange(50, 300);
        Value("tags").Split(' ').ShouldContain("async");
    }

    [Fact]
    public void The_library_comes_out_the_same_each_time_it_is_built_and_its_symbols_are_its_own()
    {
        using var library = new PEReader(new MemoryStream(package.ReadBytes("lib/net10.0/AsyncStd.dll")));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(package.ReadSymbols("lib/net10.0/AsyncStd.pdb")));
        var entries = library.ReadDebugDirectory();

        // Its time stamp is a hash of what went in.
        entries.ShouldContain(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        var link = library.ReadCodeViewDebugDirectoryData(entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        new BlobContentId(symbols.GetMetadataReader().DebugMetadataHeader!.Id).Guid.ShouldBe(link.Guid);
    }

    [Fact]
    public void The_package_has_its_symbols_beside_it()
    {
        package.SymbolFiles().ShouldContain("lib/net10.0/AsyncStd.pdb");
        package.Files().ShouldNotContain("lib/net10.0/AsyncStd.pdb");
    }

    [Fact]
    public void The_package_carries_its_switches_for_projects_that_refer_to_it_through_others_too()
        => package.Files().ShouldContain("buildTransitive/AsyncStd.targets");

    [Fact]
    public void A_consumer_has_to_say_so_where_it_uses_what_is_experimental()
    {
        const string Program = """
            using AsyncStd.Runtimes;

            Console.WriteLine(typeof(Part));

            internal sealed class Part(Runtime executor) : RuntimeView(executor, new RuntimeOptions());
            """;
        using var consumer = new ConsumerProject(package, Program);

        var build = consumer.Build();

        build.ExitCode.ShouldNotBe(0);
        build.Output.ShouldContain("error ASTD0003");
    }

    [Fact]
    public void The_package_names_its_licence_and_invents_no_addresses()
    {
        Value("license").ShouldBe("MIT");
        package.Specification().Descendants().SelectMany(element => element.Attributes("url")).ShouldBeEmpty();
        package.Specification().Elements().ShouldNotContain(element => element.Name.LocalName == "projectUrl");
    }

    [Fact]
    public void The_package_depends_on_the_configuration_abstractions_alone()
    {
        var dependencies = package.Specification().Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value);

        dependencies.ShouldBe(["Microsoft.Extensions.Configuration.Abstractions"]);
    }

    [Fact]
    public void A_consumer_builds_from_a_folder_feed_and_runs()
    {
        const string Program = """
            using AsyncStd.Prelude;

            Console.WriteLine(Task.BlockOn(async () =>
            {
                var answer = Task.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 42; });
                return await answer;
            }));
            """;
        using var consumer = new ConsumerProject(package, Program);

        consumer.Build().ShouldSucceed();
        var run = consumer.Run().ShouldSucceed();

        run.Output.Trim().ShouldBe("42");
    }

    private string Value(string name) =>
        package.Specification().Elements().Single(element => element.Name.LocalName == name).Value;
}
