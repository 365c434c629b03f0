namespace Samples.Tour;

using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using Spectre.Console;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Interrupted = 130; // what shells expect of a program that Ctrl-C has ended: 128 + SIGINT

    private static int Main(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(Arguments.Usage);
            return Success;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true; // not the end of the process yet: the stage comes to its own first
            stop.Cancel();
        });
        try
        {
            return Run(Arguments.Parse(args), stop.Token);
        }
        catch (Exception e) when (e.Unwrapped() is BadArgumentException or RuntimeConfigurationException or IOException or UnauthorizedAccessException
            or NotSupportedException or SocketException or HttpRequestException or OutOfMemoryException or ThreadStartException)
        {
            Console.Error.WriteLine(e.Unwrapped().Message);
            return Failure;
        }
    }

    private static int Run(Arguments arguments, CancellationToken stop)
    {
        using var runtime = RuntimeChoice.Build(arguments);
        Runtime.SetDefault(runtime);
        _ = runtime.Network; // if this system lacks what was asked for, that is better said now than half-way
        var console = OutputConsole.Create();
        var report = new Report(console);
        report.WriteHead(arguments.Folders, runtime.Describe().Split('\n')[0].TrimEnd());

        var output = Task.BlockOn(() => OutputFolder.CreateAsync(arguments.Out));
        try
        {
            var stages = AllStages(arguments, output.Path);
            var tour = new Tour(stages, arguments.WarmUp, arguments.Rounds, runtime, stop);
            var exitCode = RunShown(tour, OutputConsole.DisplayOn(console, stages, arguments.Rounds, runtime), stages.Count, stop);

            if (tour.Results.Count > 0)
            {
                report.WriteTable(tour.Results, arguments.Rounds);
                report.WriteSlower(tour.Results);
                report.WriteDifferences(tour.Differences);
            }

            report.Line(RuntimeChoice.Describe(runtime));
            return exitCode;
        }
        finally
        {
            Task.BlockOn(() => output.DisposeAsync());
        }
    }

    private static int RunShown(Tour tour, IDisplay display, int stageCount, CancellationToken stop)
    {
        using (display)
        {
            try
            {
                tour.Run(display);
                return Success;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
        }

        var pass = tour.Current!;
        Console.Error.WriteLine(
            $"Stopped. {tour.Results.Count} of {stageCount} stages are done; '{pass.Stage.Name}', {pass.FormName}, was broken off after {pass.Progress.Done:N0} {pass.Stage.Unit}.");

        return Interrupted;
    }

    private static IReadOnlyList<Stage> AllStages(Arguments arguments, string output)
    {
        var findings = new Findings();

        return
        [
            new WalkStage(arguments.Folders, arguments.MaxFiles, findings),
            new CountStage(findings),
            new IndexStage(findings),
            new WriteStage(output, findings),
            new HttpStage(arguments.Clients, findings),
            new LineStage(arguments.Clients, findings),
            new GiveUpStage(arguments.Clients * 4, findings),
        ];
    }
}
