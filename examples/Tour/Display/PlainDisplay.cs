namespace Samples.Tour;

/// <summary>A line for each round, without control characters: for a file, a pipe or a log.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    private Stage? _stage;

    public void Begin(Pass pass)
    {
        if (pass.Stage == _stage)
        {
            return;
        }

        _stage = pass.Stage;
        output.WriteLine($"{pass.Stage.Name,-8} warming up");
    }

    public void End(Pass pass, Figures figures)
    {
        if (pass.IsWarm)
        {
            return;
        }

        var rate = $"{Show.Rate(pass.Progress.Done, figures.Wall)} {pass.Stage.Unit}/s";
        output.WriteLine($"{pass.Stage.Name,-8} {pass.FormName,-9} round {pass.Round,-3} {Show.Time(figures.Wall),9}   {rate}");
    }

    public void Dispose() => output.Flush();
}
