namespace AsyncStdTests.ApiSnapshot;

using AsyncStdTests.Repository;

/// <summary>A file of the repository that is made from the library, and reviewed when it changes.</summary>
internal static class GeneratedFile
{
    private const string UpdateSwitch = "ASYNC_STD_UPDATE_API";

    public static bool MayBeWritten => Environment.GetEnvironmentVariable(UpdateSwitch) == "1";

    /// <summary>Compares a file with what it should be, or writes it if the switch is set.</summary>
    public static void Review(string text, params string[] parts)
    {
        var file = RepositoryFolder.PathOf(parts);
        if (MayBeWritten)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        var reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        (text == reviewed).ShouldBeTrue(
            $"{Changes(reviewed, text)}\nIf that is meant, set {UpdateSwitch}=1, run this test again and review the change of {string.Join('/', parts)}.");
    }

    private static string Changes(string before, string after)
    {
        var old = before.Split('\n');
        var now = after.Split('\n');

        return string.Join('\n', now.Except(old).Select(line => "+ " + line).Concat(old.Except(now).Select(line => "- " + line)));
    }
}
