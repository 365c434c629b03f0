namespace AsyncStd.Runtimes;

/// <summary>The configuration of a runtime is wrong. The message names the setting, its value and what is allowed.</summary>
public sealed class RuntimeConfigurationException : ArgumentException
{
    /// <summary>Creates an exception without details.</summary>
    public RuntimeConfigurationException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public RuntimeConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public RuntimeConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RuntimeConfigurationException(string setting, string? value, string allowed)
        : base($"{setting} is {(value is null ? "missing" : $"'{value}'")}; allowed is {allowed}.")
    {
        Setting = setting;
        Value = value;
        Allowed = allowed;
    }

    /// <summary>The variable, configuration key or property.</summary>
    public string? Setting { get; }

    /// <summary>Its value, as given.</summary>
    public string? Value { get; }

    /// <summary>What is allowed, in words.</summary>
    public string? Allowed { get; }
}
