namespace Samples.Tour;

using System.Runtime.InteropServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;

internal static class Program
{
    private const int Success = 0;
    private const int BadInput = 1;
    private const int Interrupted = 130; // what shells expect of a program that Ctrl-C has ended: 128 + SIGINT

    private static int Main(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Arguments.Usage);
            return Success;
        }

        try
        {
            return Run(Arguments.Parse(args));
        }
        catch (Exception e) when (e is BadArgumentException or RuntimeConfigurationException)
        {
            Console.Error.WriteLine(e.Message);
            return BadInput;
        }
    }

    private static int Run(Arguments arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true; // not the end of the process yet: the tasks come to theirs first
            stop.Cancel();
        });
        using var runtime = RuntimeChoice.Build(arguments);
        Runtime.SetDefault(runtime);

        try
        {
            Task.BlockOn(() => Tour.RunAsync(arguments.Folder, arguments.Timeout, stop.Token));
            return Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return Interrupted;
        }
    }
}
