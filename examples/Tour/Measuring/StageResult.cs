namespace Samples.Tour;

/// <summary>What both forms of a stage have found, and what they have cost.</summary>
internal sealed record StageResult(Stage Stage, string Outcome, Figures Blocking, Figures AsyncStd)
{
    public double WallRatio => Blocking.Wall / AsyncStd.Wall;

    public double CpuRatio => Blocking.Cpu / AsyncStd.Cpu;
}
