namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How a process ended: with a code of its own, or by a signal.</summary>
/// <remarks>The default value says neither, and stands for no exit at all.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct ProcessExit
{
    private ProcessExit(int? code, int? signal, bool coreDumped)
    {
        Code = code;
        Signal = signal;
        CoreDumped = coreDumped;
    }

    /// <summary>The code that it ended with: 0 to 255 on Unix, any on Windows; null if a signal ended it.</summary>
    public int? Code { get; }

    /// <summary>The signal that ended it, by the system's own number; null if it ended by itself. See signal(7).</summary>
    public int? Signal { get; }

    /// <summary>Whether the system saved its memory, see core(5).</summary>
    public bool CoreDumped { get; }

    /// <summary>Whether it ended by itself with the code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>It ended by itself.</summary>
    /// <param name="code">With which code.</param>
    /// <returns>The status.</returns>
    public static ProcessExit FromCode(int code) => new(code, null, false);

    /// <summary>A signal ended it.</summary>
    /// <param name="signal">Which, by the system's own number.</param>
    /// <param name="coreDumped">Whether the system saved its memory.</param>
    /// <returns>The status.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="signal"/> is not above 0.</exception>
    public static ProcessExit FromSignal(int signal, bool coreDumped)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signal);
        return new ProcessExit(null, signal, coreDumped);
    }
}
