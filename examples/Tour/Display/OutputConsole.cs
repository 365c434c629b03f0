namespace Samples.Tour;

using AsyncStd.Runtimes;
using Spectre.Console;

/// <summary>Where the output goes: to a terminal, with colors and a live display, or elsewhere, as plain lines.</summary>
internal static class OutputConsole
{
    private const int PlainWidth = 140;

    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = PlainWidth;

        return console;
    }

    public static IDisplay DisplayOn(IAnsiConsole console, IReadOnlyList<Stage> stages, int rounds, Runtime runtime)
        => console.Profile.Capabilities.Ansi ? new LiveDisplay(console, stages, rounds, runtime) : new PlainDisplay(Console.Out);
}
