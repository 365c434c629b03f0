namespace Samples.Tour;

using System.Diagnostics;
using AsyncStd.Runtimes;
using Spectre.Console;
using Spectre.Console.Rendering;

/// <summary>A screen that is drawn anew several times a second, from a thread of its own.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(125);

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly IReadOnlyList<Stage> _stages;
    private readonly int _rounds;
    private readonly Vitals _vitals;
    private readonly Dictionary<(Stage, Form), TimeSpan> _best = [];
    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;
    private Pass? _pass;
    private long _began;

    public LiveDisplay(IAnsiConsole console, IReadOnlyList<Stage> stages, int rounds, Runtime runtime)
    {
        (_console, _stages, _rounds, _vitals) = (console, stages, rounds, new Vitals(runtime));
        _thread = new Thread(Draw) { IsBackground = true, Name = "tour/display" };
        _thread.Start();
    }

    public void Begin(Pass pass)
    {
        lock (_lock)
        {
            (_pass, _began) = (pass, Stopwatch.GetTimestamp());
        }
    }

    public void End(Pass pass, Figures figures)
    {
        lock (_lock)
        {
            var key = (pass.Stage, pass.Form);
            _best[key] = !pass.IsWarm && _best.TryGetValue(key, out var best) && best < figures.Wall ? best : figures.Wall;
        }
    }

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
    }

    private void Draw() => _console.Live(Screen()).AutoClear(true).Start(context =>
    {
        while (!_stopped.Wait(s_period))
        {
            context.UpdateTarget(Screen());
        }
    });

    private Rows Screen()
    {
        _vitals.Look();
        lock (_lock)
        {
            return new Rows(Stages(), Text.Empty, Now(), Activity());
        }
    }

    private Table Stages()
    {
        var table = new Table().Border(TableBorder.None).AddColumns("", "[grey]blocking[/]", "", "[green]AsyncStd[/]", "");
        foreach (var stage in _stages)
        {
            var isRunning = stage == _pass?.Stage;
            table.AddRow(
                new Markup(isRunning ? $"[yellow]▶ {stage.Name}[/]" : _best.ContainsKey((stage, Form.AsyncStd)) ? $"[green]✓[/] {stage.Name}" : $"[grey]· {stage.Name}[/]"),
                Bar(stage, Form.Blocking, "silver"),
                Time(stage, Form.Blocking),
                Bar(stage, Form.AsyncStd, "green"),
                Time(stage, Form.AsyncStd));
        }

        return table;
    }

    /// <summary>While a form runs, how far it is; afterwards, how long it took beside the other one.</summary>
    private Markup Bar(Stage stage, Form form, string color)
    {
        var isRunning = _pass is not null && _pass.Stage == stage && _pass.Form == form;
        var part = isRunning ? Done(_pass!.Progress) : Length(stage, form);
        var (full, empty) = Show.Bar(part, BarWidth);

        return new Markup($"[{(isRunning ? "yellow" : color)}]{full}[/][grey19]{empty}[/]");
    }

    private Markup Time(Stage stage, Form form)
        => new(_best.TryGetValue((stage, form), out var time) ? $"{Show.Time(time),9}" : "         ");

    private double Length(Stage stage, Form form)
    {
        if (!_best.TryGetValue((stage, form), out var time))
        {
            return 0;
        }

        var other = _best.GetValueOrDefault((stage, form == Form.Blocking ? Form.AsyncStd : Form.Blocking));

        return time / (other > time ? other : time);
    }

    private static double Done(Progress progress) => progress.Total == 0 ? 0 : (double)progress.Done / progress.Total;

    private Markup Now()
    {
        if (_pass is null)
        {
            return new Markup("");
        }

        var progress = _pass.Progress;
        var rate = Show.Rate(progress.Done, Stopwatch.GetElapsedTime(_began));
        var total = progress.Total == 0 ? "" : $" of {progress.Total:N0}";
        var round = _pass.IsWarm ? "warm pass" : $"round {_pass.Round} of {_rounds}";
        var form = _pass.Form == Form.Blocking ? _pass.Stage.BlockingForm : _pass.Stage.AsyncStdForm;

        return new Markup(
            $"[yellow]{_pass.Stage.Name}[/] · {_pass.FormName} · {round} · {progress.Done:N0}{total} {_pass.Stage.Unit} · [bold]{rate}[/] {_pass.Stage.Unit}/s\n[grey]{Markup.Escape(form)}[/]\n");
    }

    private IRenderable Activity()
    {
        var (active, idle) = Show.Bar(_vitals.Workers == 0 ? 0 : (double)_vitals.ActiveWorkers / _vitals.Workers, BarWidth);

        return new Grid().AddColumns(4)
            .AddRow("[grey]tasks alive[/]", $"{_vitals.TasksAlive,8:N0}", $"[green]{_vitals.TaskHistory}[/]", $"[grey]{_vitals.TasksStarted:N0} so far[/]")
            .AddRow("[grey]processors[/]", $"{_vitals.Processors,8:N2}", $"[yellow]{_vitals.ProcessorHistory}[/]", $"[grey]{Show.Memory(Environment.WorkingSet)}[/]")
            .AddRow("[grey]workers[/]", $"{_vitals.ActiveWorkers,5} of {_vitals.Workers}", $"[green]{active}[/][grey19]{idle}[/]", $"[grey]blocking calls: {_vitals.BlockingThreads:N0} threads[/]")
            .AddRow("[grey]polls/s[/]", $"{_vitals.Polls,8:N0}", $"[grey]steals/s[/] {_vitals.Steals:N0}", "[grey]Ctrl-C stops[/]");
    }
}
