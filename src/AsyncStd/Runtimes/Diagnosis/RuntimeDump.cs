namespace AsyncStd.Runtimes;

using System.Text;
using System.Text.Json;
using Stream = System.IO.Stream;

/// <summary>The live tasks of a runtime at about one moment: what they are, what they wait for, and who waits in a circle.</summary>
/// <remarks>Taken without stopping anything: two tasks may be shown as they were some microseconds apart. A circle of waits that is a deadlock does not change, so it is shown rightly.</remarks>
/// <example><code>
/// RuntimeDump dump = Runtime.Current.Dump();
/// Console.WriteLine(dump);                        // a tree for people
/// using Stream file = Console.OpenStandardError();
/// dump.WriteJson(file);                           // for tools
/// </code></example>
public sealed class RuntimeDump
{
    /// <summary>How many tasks are listed if nothing else is said: 10,000.</summary>
    public const int DefaultLimit = 10_000;

    internal RuntimeDump()
    {
    }

    /// <summary>The runtime's name.</summary>
    public required string Runtime { get; init; }

    /// <summary>What runs the tasks.</summary>
    public required string Executor { get; init; }

    /// <summary>When the dump was taken, by the runtime's clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How many live tasks there were, branches included: more than <see cref="Tasks"/> has, if there were more than the limit.</summary>
    public required int Total { get; init; }

    /// <summary>How many <c>async void</c> methods had not ended, and posted callbacks had not run: they are no tasks, and not listed.</summary>
    public required int Anonymous { get; init; }

    /// <summary>The tasks, up to the limit, and the groups that they are children of.</summary>
    public required IReadOnlyList<DumpedTask> Tasks { get; init; }

    /// <summary>Circles of tasks each of which waits for the next, and the last for the first: places in <see cref="Tasks"/>. One for each group of tasks that are
    /// entangled. Where a wait can also end in another way, by a limit for instance, a circle is no deadlock.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Cycles { get; init; }

    /// <summary>The number of listed tasks in a state.</summary>
    /// <param name="state">The state.</param>
    public int Count(TaskState state) => Tasks.Count(task => task.State == state);

    /// <summary>The tasks as a tree of scopes, with what each waits for, and the circles.</summary>
    /// <returns>Several lines of text for people. Many tasks of the same kind side by side are shown as a few and a number.</returns>
    public override string ToString() => new DumpText(this).Write();

    /// <summary>The dump as one JSON object.</summary>
    /// <returns>JSON text.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        WriteJson(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the dump as one JSON object, in UTF-8.</summary>
    /// <param name="stream">Where to. Stays open.</param>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        WriteJson(writer);
    }

    /// <summary>Writes the dump as one JSON object into a document.</summary>
    /// <param name="writer">The writer, where a value may stand.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DumpJson.Write(writer, this);
    }
}
