namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using AsyncStdTests.Repository;

public sealed class ApiSnapshotTests
{
    private const string UpdateSwitch = "ASYNC_STD_UPDATE_API";

    [Fact]
    public void The_public_surface_is_the_one_that_was_reviewed()
    {
        var file = RepositoryFolder.PathOf("api", "AsyncStd.txt");
        var actual = ApiText.Of(Assembly.Load("AsyncStd"));
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        var reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        (actual == reviewed).ShouldBeTrue(
            $"{Changes(reviewed, actual)}\nIf that is meant, set {UpdateSwitch}=1, run this test again and review the change of api/AsyncStd.txt.");
    }

    private static string Changes(string before, string after)
    {
        var old = Members(before).ToList();
        var now = Members(after).ToList();

        return string.Join('\n', now.Except(old).Select(line => "+ " + line).Concat(old.Except(now).Select(line => "- " + line)));
    }

    // Each member with the type that it stands under, because many types have a member of the same text.
    private static IEnumerable<string> Members(string text)
    {
        var type = "";
        foreach (var line in text.Split('\n').Where(line => line.Length > 0))
        {
            var isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            yield return isMember ? $"{type} … {line.Trim()}" : line;
        }
    }
}
