namespace AsyncStdBenchmarks.Micro;

/// <summary>Who listens while tasks are spawned.</summary>
public enum ListenerKind
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Somebody who hears of each event of the event source.</summary>
    Events,

    /// <summary>Somebody who has each named task traced.</summary>
    Spans,
}
