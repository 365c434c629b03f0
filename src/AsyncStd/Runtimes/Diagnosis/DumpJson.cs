namespace AsyncStd.Runtimes;

using System.Text.Json;

/// <summary>Writes a dump as JSON, member by member: no reflection, so nothing is lost by trimming.</summary>
internal static class DumpJson
{
    public static void Write(Utf8JsonWriter writer, RuntimeDump dump)
    {
        writer.WriteStartObject();
        writer.WriteString("runtime", dump.Runtime);
        writer.WriteString("executor", dump.Executor);
        writer.WriteString("takenAt", dump.TakenAt);
        writer.WriteNumber("total", dump.Total);
        writer.WriteNumber("anonymous", dump.Anonymous);
        writer.WriteStartArray("tasks");
        foreach (DumpedTask task in dump.Tasks)
        {
            Write(writer, task);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("cycles");
        foreach (IReadOnlyList<int> cycle in dump.Cycles)
        {
            Write(writer, cycle);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void Write(Utf8JsonWriter writer, DumpedTask task)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", task.Index);
        writer.WritePropertyName("id");
        writer.WriteRawValue(task.Id.ToString());
        writer.WriteString("name", task.Name);
        writer.WriteString("body", task.Body);
        writer.WriteString("spawnSite", task.SpawnSite);
        Write(writer, "parent", task.Parent);
        writer.WriteString("state", NameOf(task.State));
        Write(writer, "forMilliseconds", task.For?.TotalMilliseconds);
        writer.WriteBoolean("branch", task.IsBranch);
        writer.WriteBoolean("cancelled", task.IsCancellationRequested);
        writer.WriteBoolean("shield", task.IsShield);
        writer.WriteBoolean("abandoned", task.IsAbandoned);
        Write(writer, "remainingMilliseconds", task.Remaining?.TotalMilliseconds);
        writer.WriteStartArray("waits");
        foreach (DumpedWait wait in task.Waits)
        {
            writer.WriteStartObject();
            writer.WriteString("for", wait.Description);
            writer.WriteBoolean("nested", wait.IsNested);
            writer.WritePropertyName("tasks");
            Write(writer, wait.Tasks);
            writer.WriteStartArray("elsewhere");
            foreach (string other in wait.Elsewhere)
            {
                writer.WriteStringValue(other);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("awaitedBy");
        Write(writer, task.AwaitedBy);
        writer.WriteEndObject();
    }

    private static string NameOf(TaskState state) => state switch
    {
        TaskState.Ready => "ready",
        TaskState.Running => "running",
        TaskState.Waiting => "waiting",
        TaskState.Open => "open",
        _ => "blocking",
    };

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<int> places)
    {
        writer.WriteStartArray();
        foreach (int place in places)
        {
            writer.WriteNumberValue(place);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
