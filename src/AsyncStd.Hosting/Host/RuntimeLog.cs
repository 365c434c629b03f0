namespace AsyncStd.Hosting;

using Microsoft.Extensions.Logging;

/// <summary>What the host's runtime logs.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(10, LogLevel.Information, "Runtime '{Name}' runs: {Executor}, network {Network}.", EventName = "RuntimeStarted")]
    public static partial void Started(this ILogger logger, string name, string executor, string network);

    [LoggerMessage(11, LogLevel.Information, "Runtime '{Name}' ended; so did all its tasks.", EventName = "RuntimeEnded")]
    public static partial void Ended(this ILogger logger, string name);

    [LoggerMessage(12, LogLevel.Warning, "{Report}", EventName = "RuntimeEndedWithout")]
    public static partial void EndedWithout(this ILogger logger, string report);

    [LoggerMessage(13, LogLevel.Error, "Task '{Task}' of runtime '{Name}', spawned at {SpawnSite}, failed, and nobody awaits it.", EventName = "TaskFailed")]
    public static partial void Unhandled(this ILogger logger, string task, string spawnSite, string name, Exception exception);
}
