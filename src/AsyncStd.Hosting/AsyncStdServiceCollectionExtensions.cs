namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

/// <summary>Adds a runtime to a host.</summary>
public static class AsyncStdServiceCollectionExtensions
{
    /// <summary>The name of the health check.</summary>
    public const string HealthCheckName = "async-std";

    /// <summary>Adds a runtime that starts with the host and ends, drained, when everything else of the host has stopped.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets options by code, which wins over configuration and environment; may be called several times.</param>
    /// <returns>The same services. <see cref="Runtime"/> can be injected from now on, and a health check named <see cref="HealthCheckName"/> is there.</returns>
    /// <remarks>The options are bound from the configuration section <c>AsyncStd</c>, then from <c>ASYNC_STD_*</c>. What is not allowed ends the start of the host with a
    /// <see cref="RuntimeConfigurationException"/> that names the setting, its value and what is allowed.</remarks>
    public static IServiceCollection AddAsyncStd(this IServiceCollection services, Action<RuntimeBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.AddSingleton(new RuntimeSetting(configure));
        }

        if (services.All(service => service.ServiceType != typeof(RuntimeSource)))
        {
            services.AddSingleton<RuntimeSource>();
            services.TryAddSingleton(static provider => provider.GetRequiredService<RuntimeSource>().Build());
            services.AddHostedService<RuntimeService>();
            services.AddHealthChecks().AddCheck<RuntimeHealthCheck>(HealthCheckName);
        }

        return services;
    }

    /// <inheritdoc cref="AddAsyncStd(IServiceCollection, Action{RuntimeBuilder}?)"/>
    /// <typeparam name="TBuilder">The kind of host.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets options by code, which wins over configuration and environment; may be called several times.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddAsyncStd<TBuilder>(this TBuilder builder, Action<RuntimeBuilder>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAsyncStd(configure);
        return builder;
    }
}
