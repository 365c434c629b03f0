namespace Samples.Gallery;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>
/// Services that are started again when they fail, after a pause that grows, and given up at some point. The supervisor's group keeps the
/// failure of one from stopping the others.
/// </summary>
internal static class Supervisor
{
    public static async Task RunAsync(string[] args)
    {
        await using TaskGroup services = new(new TaskGroupOptions
        {
            Supervise = true,
            OnFailure = (service, e) => Console.WriteLine($"{service.Name} is given up: {e.Message}"),
        });
        Start(services, "steady", new Service(failures: 0));
        Start(services, "shaky", new Service(failures: 2));
        Start(services, "hopeless", new Service(failures: int.MaxValue));

        services.Close();
        await services.WaitAsync();
        await Console.PrintlnAsync("all services have ended");
    }

    private static void Start(TaskGroup services, string name, Service service)
    {
        var options = new RetryOptions
        {
            Attempts = 4,
            BaseDelay = TimeSpan.FromMilliseconds(10),
            OnRetry = failure => Console.WriteLine($"{name} failed ({failure.Exception.Message}), attempt {failure.Number + 1} follows"),
        };
        services.Start(
            async () =>
            {
                await Task.Retry(() => service.RunAsync(), options);
                await Console.PrintlnAsync($"{name} has done its work");
            },
            name);
    }

    /// <summary>Fails so often before it succeeds.</summary>
    private sealed class Service(int failures)
    {
        private int _runs;

        public async Task RunAsync()
        {
            await Task.Sleep(TimeSpan.FromMilliseconds(5));
            if (_runs++ < failures)
            {
                throw new IOException($"crash {_runs}");
            }
        }
    }
}
