namespace Samples.Tour;

/// <summary>Serves the index on loopback, and asks it from many clients at once; what they ask is the same in both forms.</summary>
internal abstract class ServingStage(int clients, int requestsOfEach, Findings findings) : Stage
{
    private string[] _questions = [];

    public override string Unit => "requests";

    protected int Clients => clients;

    protected WordIndex Index => findings.Index;

    protected int Requests => clients * requestsOfEach;

    public override void Prepare() => _questions = findings.Index.Sample(1000);

    protected string Question(int client, int i) => _questions[((client * requestsOfEach) + i) % _questions.Length];

    protected string Describe(long files) => $"{clients:N0} clients, {Requests:N0} answers that name {files:N0} files";
}
