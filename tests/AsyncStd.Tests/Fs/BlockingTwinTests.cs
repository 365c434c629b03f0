namespace AsyncStdTests.Fs;

using System.Reflection;
using System.Text;
using Microsoft.Win32.SafeHandles;

/// <summary>The blocking calls that a program keeps while it is being ported: each is compared with the BCL's own, on a folder of its own.</summary>
public sealed class BlockingTwinTests
{
    private delegate void TextCall(string path, ReadOnlySpan<char> contents);

    private delegate void EncodedTextCall(string path, ReadOnlySpan<char> contents, Encoding encoding);

    private delegate void BytesCall(string path, ReadOnlySpan<byte> bytes);

    private static readonly DateTime s_time = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    public static TheoryData<Type, Type, string> Calls()
    {
        var data = new TheoryData<Type, Type, string>();
        foreach ((Type ours, Type bcl) in ((Type, Type)[])[(typeof(AsyncStd.Fs.File), typeof(File)), (typeof(AsyncStd.Fs.Directory), typeof(Directory))])
        {
            foreach (MethodInfo method in Blocking(ours))
            {
                data.Add(ours, bcl, method.ToString()!);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_blocking_call_does_what_the_BCL_does(Type ours, Type bcl, string signature)
    {
        MethodInfo method = Blocking(ours).Single(each => each.ToString() == signature);
        MethodInfo sister = bcl.GetMethod(method.Name, [.. method.GetParameters().Select(parameter => parameter.ParameterType)]).ShouldNotBeNull();

        Outcome(method).ShouldBe(Outcome(sister));
    }

    [Fact]
    public void Spans_are_written_as_the_BCL_writes_them()
    {
        string folder = Grow();
        string path = Path.Combine(folder, "spans");

        Call<TextCall>("WriteAllText")(path, "täxt");
        Call<TextCall>("AppendAllText")(path, "möre");
        File.ReadAllText(path).ShouldBe("täxtmöre");
        Call<EncodedTextCall>("WriteAllText")(path, "täxt", Encoding.Unicode);
        Call<EncodedTextCall>("AppendAllText")(path, "möre", Encoding.Unicode);
        File.ReadAllText(path, Encoding.Unicode).ShouldBe("täxtmöre");
        Call<BytesCall>("WriteAllBytes")(path, [1, 2]);
        Call<BytesCall>("AppendAllBytes")(path, [3]);
        File.ReadAllBytes(path).ShouldBe([1, 2, 3]);

        Directory.Delete(folder, true);
    }

    /// <summary>By its name alone: calling it as it is written is a warning.</summary>
    private static T Call<T>(string name)
        where T : Delegate
    {
        Type[] parameters = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return typeof(AsyncStd.Fs.File).GetMethod(name, parameters).ShouldNotBeNull().CreateDelegate<T>();
    }

    private static IEnumerable<MethodInfo> Blocking(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => method.IsDefined(typeof(ObsoleteAttribute)) && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));

    /// <summary>What a call gives or throws, and what it leaves in the folder.</summary>
    private static string Outcome(MethodInfo method)
    {
        string folder = Grow();
        try
        {
            var handles = new List<SafeFileHandle>();
            string result;
            try
            {
                object?[] arguments = [.. method.GetParameters().Select(parameter => Argument(method, parameter, folder, handles))];
                result = Show(method.Invoke(null, arguments), folder);
            }
            catch (TargetInvocationException e)
            {
                result = e.InnerException!.GetType().Name;
            }

            handles.ForEach(handle => handle.Dispose());

            return result + "\n" + string.Join('\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Describe));
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        string Describe(string path) => File.Exists(path)
            ? $"{path[folder.Length..]} {Convert.ToHexString(File.ReadAllBytes(path))} {File.GetAttributes(path)} {(File.GetLastWriteTimeUtc(path).Year == s_time.Year ? s_time : null)}"
            : path[folder.Length..];
    }

    private static object? Argument(MethodInfo method, ParameterInfo parameter, string folder, List<SafeFileHandle> handles)
    {
        bool isFile = method.DeclaringType!.Name == "File";
        string name = parameter.Name switch
        {
            "searchPattern" => "*",
            "contents" => "täxt",
            "pathToTarget" => "other",
            "prefix" => "asyncstd",
            "linkPath" => Path.Combine(folder, "link"),
            "destinationFileName" => Path.Combine(folder, "other"),
            "destFileName" or "destDirName" or "destinationBackupFileName" => Path.Combine(folder, "new"),
            _ when method.Name is "CreateSymbolicLink" or "CreateDirectory" => Path.Combine(folder, "new"),
            _ when method.Name == "SetCurrentDirectory" => Environment.CurrentDirectory,
            _ when isFile => Path.Combine(folder, "file"),
            _ when method.Name == "Delete" && method.GetParameters().Length == 1 => Path.Combine(folder, "empty"),
            _ => Path.Combine(folder, "directory"),
        };

        if (parameter.ParameterType == typeof(SafeFileHandle))
        {
            handles.Add(File.OpenHandle(Path.Combine(folder, "file"), FileMode.Open, FileAccess.ReadWrite));
            return handles[^1];
        }

        return parameter.ParameterType switch
        {
            var type when type == typeof(string) => name,
            var type when type == typeof(byte[]) => new byte[] { 1, 2, 3 },
            var type when type.IsAssignableFrom(typeof(string[])) => new[] { "one", "zwöi", "" },
            var type when type == typeof(Encoding) => Encoding.Unicode,
            var type when type == typeof(bool) => true,
            var type when type == typeof(int) => 4096,
            var type when type == typeof(long) => 0L,
            var type when type == typeof(DateTime) => s_time,
            var type when type == typeof(FileMode) => FileMode.OpenOrCreate,
            var type when type == typeof(FileAccess) => FileAccess.ReadWrite,
            var type when type == typeof(FileAttributes) => FileAttributes.ReadOnly,
            var type when type == typeof(UnixFileMode) => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            var type when type == typeof(SearchOption) => SearchOption.AllDirectories,
            var type when type == typeof(EnumerationOptions) => new EnumerationOptions { RecurseSubdirectories = true },
            var type when type == typeof(FileStreamOptions) => new FileStreamOptions(),
            var type when type.IsEnum => Enum.ToObject(type, 0),
            var type => throw new InvalidOperationException($"{method} has a parameter of type {type}, for which this test has no argument."),
        };
    }

    private static string Show(object? result, string folder)
    {
        switch (result)
        {
            case FileStream stream:
                using (stream)
                {
                    return $"{stream.CanRead} {stream.CanWrite} {stream.Position} {stream.Length}";
                }

            case StreamReader reader:
                using (reader)
                {
                    return reader.ReadToEnd();
                }

            case StreamWriter writer:
                using (writer)
                {
                    writer.Write("written");
                    return writer.Encoding.WebName;
                }

            case SafeFileHandle handle:
                using (handle)
                {
                    return $"{RandomAccess.GetLength(handle)}";
                }

            case DirectoryInfo { FullName: var path } made when !path.StartsWith(folder, StringComparison.Ordinal):
                made.Delete(); // a temporary one: its name is random
                return Path.GetFileName(path)[..8];
            case FileSystemInfo info:
                return info.FullName[folder.Length..];
            case string text:
                return text;
            case byte[] bytes:
                return Convert.ToHexString(bytes);
            case IEnumerable<string> texts:
                return string.Join('\n', texts.Select(each => each.Replace(folder, "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            case DateTime time:
                return time.Year == s_time.Year ? time.ToString("O") : time.Kind.ToString(); // when a file was created is for the system to say
            default:
                return result?.ToString() ?? "nothing";
        }
    }

    private static string Grow()
    {
        string folder = Directory.CreateTempSubdirectory("asyncstd-twin").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "directory/below"));
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        File.WriteAllText(Path.Combine(folder, "directory/inside"), "");
        File.WriteAllText(Path.Combine(folder, "other"), "other");
        File.WriteAllText(Path.Combine(folder, "file"), "one\ntwo\n", Encoding.Unicode);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "other");
        File.SetLastAccessTimeUtc(Path.Combine(folder, "file"), s_time);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "file"), s_time.AddYears(1));
        return folder;
    }
}
