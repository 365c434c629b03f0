namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Task = System.Threading.Tasks.Task;

/// <summary>Makes each request's code the runtime's. The first middleware of all.</summary>
/// <remarks>Kestrel starts connections, and the streams of HTTP/2, on the thread pool, and its own code carries no context. A request that comes from one of the
/// runtime's threads goes on right there, without a task and without a turn of the queue; any other is first brought there.</remarks>
internal sealed class RequestsOnRuntime(Runtime runtime) : IStartupFilter
{
    private readonly SynchronizationContext _context = runtime.AsSynchronizationContext();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
        => application =>
        {
            application.Use(rest => request => runtime.CurrentAffinity != 0 ? Run(rest, request) : BringAndRunAsync(rest, request));
            next(application);
        };

    private Task Run(RequestDelegate rest, HttpContext request)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        using RuntimeEntryScope entry = runtime.Enter();
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            Task task = rest(request);
            return task.IsCompletedSuccessfully ? task : FinishAsync(task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private async Task BringAndRunAsync(RequestDelegate rest, HttpContext request)
    {
        using RuntimeEntryScope entry = runtime.Enter();
        await new TurnOfRuntime(runtime);
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            await rest(request);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null); // see below
        }
    }

    /// <summary>Who awaits the request has no context and would be resumed by the thread pool if there were one: it is taken off first, and they go on inline.</summary>
    private static async Task FinishAsync(Task task)
    {
        try
        {
            await task;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }
}
