namespace AsyncStd.Runtimes;

using System.Runtime.InteropServices;

/// <summary>Writes the dumps of all live runtimes to the standard error stream when the process gets SIGQUIT, on Windows Ctrl+Break. The process goes on.</summary>
/// <remarks>One registration for the process, made by the first runtime that asks for it and kept: without it the signal would end the process, and who
/// has been told to send it must not kill it because a runtime has ended meanwhile.</remarks>
internal static class DumpOnSignal
{
    private static readonly Lock s_lock = new();
    private static PosixSignalRegistration? s_registration;

    public static void Enable()
    {
        if (OperatingSystem.IsBrowser() || OperatingSystem.IsWasi() || OperatingSystem.IsAndroid() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            return; // no such signal there
        }

        lock (s_lock)
        {
            s_registration ??= PosixSignalRegistration.Create(PosixSignal.SIGQUIT, static context =>
            {
                context.Cancel = true;
                WriteAll();
            });
        }
    }

    /// <summary>On a thread of its own, which .NET makes for this signal: it does not depend on the thread pool.</summary>
    private static void WriteAll()
    {
        try
        {
            List<Runtime> runtimes = LiveRuntimes.All;
            foreach (Runtime runtime in runtimes)
            {
                Console.Error.Write(runtime.Dump());
            }

            if (runtimes.Count == 0)
            {
                Console.Error.WriteLine("AsyncStd: no runtime has run a task yet, or all have ended.");
            }

            Console.Error.Flush();
        }
        catch (IOException)
        {
            // The standard error stream is gone; there is nobody left to tell.
        }
    }
}
