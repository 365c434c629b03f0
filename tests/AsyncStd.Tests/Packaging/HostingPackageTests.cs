namespace AsyncStdTests.Packaging;

using AsyncStdTests.Commands;

/// <summary>The package for hosts, seen by somebody who has nothing else.</summary>
[Collection(BuildCollection.Name)]
public sealed class HostingPackageTests(PackedHostingPackage package) : IClassFixture<PackedHostingPackage>
{
    [Fact]
    public void The_package_carries_its_readme_its_icon_its_documentation_and_its_symbols()
    {
        package.Read("README.md").ShouldStartWith("# AsyncStd");
        package.Files().ShouldContain("icon.png");
        package.Files().ShouldContain("lib/net10.0/AsyncStd.Hosting.xml");
        package.SymbolFiles().ShouldContain("lib/net10.0/AsyncStd.Hosting.pdb");
        Value("id").ShouldBe("AsyncStd.Hosting");
        Value("readme").ShouldBe("README.md");
        Value("icon").ShouldBe("icon.png");
        Value("license").ShouldBe("MIT");
    }

    [Fact]
    public void The_package_depends_on_the_library_of_its_own_version_and_on_the_web_framework()
    {
        var dependency = package.Specification().Descendants().Single(element => element.Name.LocalName == "dependency");
        var framework = package.Specification().Descendants().Single(element => element.Name.LocalName == "frameworkReference");

        (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value).ShouldBe(("AsyncStd", package.Version));
        framework.Attribute("name")!.Value.ShouldBe("Microsoft.AspNetCore.App");
    }

    [Fact]
    public void A_consumer_builds_from_a_folder_feed_serves_and_asks()
    {
        const string Program = """
            using AsyncStd.Hosting;
            using AsyncStd.Runtimes;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Hosting;
            using Microsoft.AspNetCore.Http;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Logging;

            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0").UseAsyncStd();
            WebApplication application = builder.Build();
            application.Run(context => context.Response.WriteAsync("served"));
            await application.StartAsync();
            using (var client = new HttpClient(new AsyncStdHttpHandler(application.Services.GetRequiredService<Runtime>())))
            {
                Console.WriteLine(await client.GetStringAsync(application.Urls.First()));
            }

            await application.StopAsync();
            """;
        using var consumer = new ConsumerProject(package, Program);

        consumer.Build().ShouldSucceed();
        var run = consumer.Run().ShouldSucceed();

        run.Output.Trim().ShouldBe("served");
    }

    private string Value(string name) =>
        package.Specification().Elements().Single(element => element.Name.LocalName == name).Value;
}
