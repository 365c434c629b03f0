namespace AsyncStd.Hosting;

using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

/// <summary>Fills the transport's options from configuration, and refuses what is not allowed with the name, the value and what is.</summary>
internal sealed class TransportOptionsSetup(IConfiguration configuration) : IConfigureOptions<AsyncStdTransportOptions>, IValidateOptions<AsyncStdTransportOptions>
{
    private readonly IConfigurationSection _section = configuration.GetSection(AsyncStdTransportOptions.SectionName);

    public void Configure(AsyncStdTransportOptions options)
    {
        options.Backlog = (int)Integer(nameof(options.Backlog), options.Backlog, 1, 65_535);
        options.NoDelay = Switch(nameof(options.NoDelay), options.NoDelay);
        options.MaxReadBufferSize = Integer(nameof(options.MaxReadBufferSize), options.MaxReadBufferSize, 1, long.MaxValue);
        options.MaxWriteBufferSize = Integer(nameof(options.MaxWriteBufferSize), options.MaxWriteBufferSize, 1, long.MaxValue);
        options.WaitForDataBeforeAllocatingBuffer = Switch(nameof(options.WaitForDataBeforeAllocatingBuffer), options.WaitForDataBeforeAllocatingBuffer);
        options.UnsafePreferInlineScheduling = Switch(nameof(options.UnsafePreferInlineScheduling), options.UnsafePreferInlineScheduling);
    }

    /// <summary>For what code has set.</summary>
    public ValidateOptionsResult Validate(string? name, AsyncStdTransportOptions options)
        => options.Backlog is < 1 or > 65_535 ? Refuse(nameof(options.Backlog), options.Backlog, "an integer from 1 to 65535")
            : options.MaxReadBufferSize < 1 ? Refuse(nameof(options.MaxReadBufferSize), options.MaxReadBufferSize, "an integer from 1")
            : options.MaxWriteBufferSize < 1 ? Refuse(nameof(options.MaxWriteBufferSize), options.MaxWriteBufferSize, "an integer from 1")
            : ValidateOptionsResult.Success;

    private static ValidateOptionsResult Refuse(string key, long value, string allowed)
        => ValidateOptionsResult.Fail($"{nameof(AsyncStdTransportOptions)}.{key} is '{value}'; allowed is {allowed}.");

    private long Integer(string key, long current, long min, long max)
        => _section[key] is not { } text ? current
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max ? value
            : throw Wrong(key, text, max == long.MaxValue ? $"an integer from {min}" : $"an integer from {min} to {max}");

    private bool Switch(string key, bool current)
        => _section[key] is not { } text ? current : bool.TryParse(text, out bool value) ? value : throw Wrong(key, text, "true or false");

    private OptionsValidationException Wrong(string key, string text, string allowed)
        => new(Options.DefaultName, typeof(AsyncStdTransportOptions), [$"{_section.Path}:{key} is '{text}'; allowed is {allowed}."]);
}
