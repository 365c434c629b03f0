namespace Samples.Gallery;

using System.Diagnostics;
using AsyncStd.Prelude;

/// <summary>
/// What the runtime tells a listener about its tasks. Each task with a name is a span of the activity source <c>AsyncStd</c>, under the span of the
/// task that has spawned it. OpenTelemetry is such a listener: <c>AddSource("AsyncStd")</c>.
/// </summary>
internal static class Logging
{
    public static async Task RunAsync(string[] args)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AsyncStd",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = span => Console.WriteLine($"begins: {span.OperationName}, part of {span.Parent?.OperationName ?? "nothing"}"),
            ActivityStopped = span => Console.WriteLine($"ends:   {span.OperationName}{(span.Status == ActivityStatusCode.Error ? ", failed" : "")}"),
        };
        ActivitySource.AddActivityListener(listener);

        try
        {
            await Task.Spawn(LoadAsync, "load");
        }
        catch (InvalidDataException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    private static async Task LoadAsync()
    {
        string text = await Task.Spawn(async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return "tea"; }, "fetch");
        int number = await Task.Spawn(() => int.TryParse(text, out int n) ? n : throw new InvalidDataException($"'{text}' is no number."), "parse");
        Console.WriteLine(number);
    }
}
