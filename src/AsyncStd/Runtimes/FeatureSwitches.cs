namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a program can do without: each is a property of its project, mapped by <c>buildTransitive/AsyncStd.targets</c>.</summary>
/// <remarks>A trimmer that is told the value puts it here as a constant and takes out what is then never reached. So each is asked at the place that leads to the part,
/// and nowhere else. The table in <c>docs/switches.md</c> is this list; a test compares them.</remarks>
internal static class FeatureSwitches
{
    private const string Metrics = "AsyncStd.Metrics.IsSupported";
    private const string Events = "AsyncStd.EventSource.IsSupported";
    private const string AllEvents = "System.Diagnostics.Tracing.EventSource.IsSupported";

    /// <summary>Whether runtimes appear in the meter <c>AsyncStd</c>. Project property <c>AsyncStdMetrics</c>.</summary>
    [FeatureSwitchDefinition(Metrics)]
    public static bool MetricsSupported { get; } = IsOn(Metrics);

    /// <summary>Whether there is an event source <c>AsyncStd</c>. Project property <c>AsyncStdEventSource</c>; never where event sources are switched off altogether.</summary>
    [FeatureSwitchDefinition(Events)]
    public static bool EventsSupported { get; } = IsOn(Events) && IsOn(AllEvents);

    private static bool IsOn(string name) => !AppContext.TryGetSwitch(name, out bool isEnabled) || isEnabled;
}
