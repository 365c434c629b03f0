namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;
using Microsoft.Extensions.Configuration;

/// <summary>Builds the runtime of a host from configuration, environment and code.</summary>
internal sealed class RuntimeSource(IConfiguration configuration, IEnumerable<RuntimeSetting> settings)
{
    /// <summary>The configuration section of the runtime's options.</summary>
    public const string SectionName = "AsyncStd";

    /// <exception cref="RuntimeConfigurationException">A value is not allowed.</exception>
    public Runtime Build()
    {
        RuntimeBuilder builder = new RuntimeBuilder().Name("host").Configure(configuration.GetSection(SectionName));
        foreach (RuntimeSetting setting in settings)
        {
            setting.Configure(builder);
        }

        RuntimeOptions options = builder.BuildOptions();
        return options.Kind != RuntimeKind.CurrentThread
            ? builder.Build()
            : throw new RuntimeConfigurationException(
                "The runtime of a host cannot be 'current-thread': a host has no thread to give it; allowed is work-stealing or thread-pool.");
    }
}
