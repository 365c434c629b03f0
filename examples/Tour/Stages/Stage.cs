namespace Samples.Tour;

/// <summary>A part of the job, written twice. Both forms find the same, and say so in the same words.</summary>
internal abstract class Stage
{
    /// <summary>How many files are worked on at a time.</summary>
    protected const int FilesAtOnce = 32;

    public abstract string Name { get; }

    /// <summary>What the stage counts: files, requests …</summary>
    public abstract string Unit { get; }

    /// <summary>What the two forms are made of, in a few words.</summary>
    public abstract string BlockingForm { get; }

    public abstract string AsyncStdForm { get; }

    /// <summary>Makes what both forms need. Not measured.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>The stage on the base class library's blocking calls.</summary>
    /// <returns>What it has found.</returns>
    public abstract string RunBlocking(Progress progress, CancellationToken stop);

    /// <summary>The stage on this library. It takes no token: it heeds the scope in which it is called.</summary>
    /// <returns>What it has found: the same.</returns>
    public abstract Task<string> RunAsync(Progress progress);
}
