namespace AsyncStd.Fs;

/// <summary>How a tree is walked.</summary>
public sealed record WalkOptions
{
    private readonly int _maxDepth = int.MaxValue;
    private readonly int _parallelism = Environment.ProcessorCount;

    internal static WalkOptions Default { get; } = new();

    /// <summary>How many levels below the start are listed; 1 is the start alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxDepth = value;
        }
    }

    /// <summary>Whether links to directories are entered. A link back to a directory that the walk is in is not.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>What becomes of what cannot be read below the start. The start itself must be readable.</summary>
    public EntryErrors Errors { get; init; }

    /// <summary>Says whether a directory is entered; null enters each. Called for directories, and with <see cref="FollowLinks"/> for links to directories, before they are opened;
    /// <see cref="Directory.WalkParallelAsync"/> calls it from several tasks at the same time. What it throws ends the walk, whatever <see cref="Errors"/> says.</summary>
    public Func<DirEntry, bool>? Enter { get; init; }

    /// <summary>How many directories <see cref="Directory.WalkParallelAsync"/> lists at a time; by default as many as there are processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Parallelism
    {
        get => _parallelism;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _parallelism = value;
        }
    }
}
