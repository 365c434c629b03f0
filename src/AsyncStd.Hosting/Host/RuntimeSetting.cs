namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;

/// <summary>What somebody wants set by code.</summary>
internal sealed record RuntimeSetting(Action<RuntimeBuilder> Configure);
