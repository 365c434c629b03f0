namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>SO_LINGER, see socket(7): what close(2) does with bytes that were not sent.</summary>
internal static unsafe class Lingering
{
    /// <summary>Whether closing waits for bytes to be sent: it does, for a non-blocking socket, too.</summary>
    public static bool Waits(int descriptor)
    {
        Setting setting;
        int length = sizeof(Setting);
        return NativeSocket.GetOption(descriptor, NativeSocket.LevelSocket, NativeSocket.Linger, &setting, &length) == 0
            && setting is { IsOn: not 0, Seconds: > 0 };
    }

    /// <summary>A time of zero: closing sends a reset and drops what was not sent.</summary>
    public static void Reset(int descriptor)
    {
        Setting setting = new() { IsOn = 1, Seconds = 0 };
        _ = NativeSocket.SetOption(descriptor, NativeSocket.LevelSocket, NativeSocket.Linger, &setting, sizeof(Setting));
    }

    /// <summary>struct linger.</summary>
    private struct Setting
    {
        public int IsOn;
        public int Seconds;
    }
}
