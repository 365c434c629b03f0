namespace Samples.Gallery;

/// <summary>One example.</summary>
/// <param name="Usage">Its name, and the arguments it takes.</param>
/// <param name="Idea">What it shows, in a sentence.</param>
/// <param name="RunAsync">The example itself.</param>
internal sealed record Example(string Usage, string Idea, Func<string[], Task> RunAsync)
{
    public string Name => Usage.Split(' ')[0];
}
