namespace Samples.Tour;

using System.Diagnostics;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Runs the stages one after the other, each in both forms by turns.</summary>
internal sealed class Tour(IReadOnlyList<Stage> stages, TimeSpan warmUp, int rounds, Runtime runtime, CancellationToken stop)
{
    private const int MaxWarmPasses = 100;

    private readonly List<StageResult> _results = [];
    private readonly HashSet<string> _differences = [];

    /// <summary>The stages that are over.</summary>
    public IReadOnlyList<StageResult> Results => _results;

    /// <summary>Where a pass has not found what the first one of its stage has. All is well if there is none, and nobody writes where the tour reads.</summary>
    public IReadOnlyCollection<string> Differences => _differences;

    /// <summary>The pass that runs, or has been broken off.</summary>
    public Pass? Current { get; private set; }

    /// <exception cref="OperationCanceledException">The token was cancelled; what has run until then is in <see cref="Results"/>.</exception>
    public void Run(IDisplay display)
    {
        foreach (var stage in stages)
        {
            _results.Add(Measure(stage, display));
        }

        Current = null;
    }

    private StageResult Measure(Stage stage, IDisplay display)
    {
        stage.Prepare();
        var outcome = WarmUp(stage, display);

        var figures = new Dictionary<Form, List<Figures>> { [Form.Blocking] = [], [Form.AsyncStd] = [] };
        for (var round = 1; round <= rounds; round++)
        {
            // Who goes first finds the memory and the caches as the other one has left them: they take turns at that, too.
            Form[] order = round % 2 == 1 ? [Form.Blocking, Form.AsyncStd] : [Form.AsyncStd, Form.Blocking];
            foreach (var form in order)
            {
                figures[form].Add(RunChecked(new Pass(stage, form, round), outcome, display));
            }
        }

        return new StageResult(stage, outcome, Figures.MedianOf(figures[Form.Blocking]), Figures.MedianOf(figures[Form.AsyncStd]));
    }

    /// <summary>Runs both forms until the compiler has had its time with each: this library comes as IL, the BCL half compiled.</summary>
    private string WarmUp(Stage stage, IDisplay display)
    {
        var (outcome, blocking) = RunPass(new Pass(stage, Form.Blocking, 0), display);
        var asyncStd = RunChecked(new Pass(stage, Form.AsyncStd, 0), outcome, display);
        var (blockingTime, asyncStdTime) = (blocking.Wall, asyncStd.Wall);
        for (var pass = 1; pass < MaxWarmPasses && (blockingTime < warmUp || asyncStdTime < warmUp); pass++)
        {
            blockingTime += RunChecked(new Pass(stage, Form.Blocking, 0), outcome, display).Wall;
            asyncStdTime += RunChecked(new Pass(stage, Form.AsyncStd, 0), outcome, display).Wall;
        }

        return outcome;
    }

    private Figures RunChecked(Pass pass, string outcome, IDisplay display)
    {
        var (found, cost) = RunPass(pass, display);
        if (found != outcome)
        {
            _differences.Add($"{pass.Stage.Name}, {pass.FormName}: found {found}, and not {outcome}. Has something changed meanwhile?");
        }

        return cost;
    }

    private (string Outcome, Figures Cost) RunPass(Pass pass, IDisplay display)
    {
        Current = pass;
        stop.ThrowIfCancellationRequested();
        using var memory = new PeakMemory();
        display.Begin(pass);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();

        var outcome = pass.Form == Form.Blocking
            ? pass.Stage.RunBlocking(pass.Progress, stop)
            : runtime.BlockOn(() => Scope.Run(() => pass.Stage.RunAsync(pass.Progress), stop));

        var wall = Stopwatch.GetElapsedTime(start);
        var cost = new Figures(wall, Environment.CpuUsage.TotalTime - cpu, memory.Stop());
        display.End(pass, cost);

        return (outcome, cost);
    }
}
