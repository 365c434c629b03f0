namespace Samples.Tour;

/// <summary>One run of one form of a stage. Round 0 is the warm one, which does not count.</summary>
internal sealed record Pass(Stage Stage, Form Form, int Round)
{
    public Progress Progress { get; } = new();

    public bool IsWarm => Round == 0;

    public string FormName => Form == Form.Blocking ? "blocking" : "AsyncStd";
}
