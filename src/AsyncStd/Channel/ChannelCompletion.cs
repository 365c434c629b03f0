namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>The <see cref="System.Threading.Channels.ChannelReader{T}.Completion"/> of a channel, made when somebody asks for it.</summary>
/// <remarks>For code of a runtime where each leaf is a scheduling point the end is a slice of its own: a simulation must not lose sight of it.</remarks>
internal sealed class ChannelCompletion : WorkItem
{
    private readonly TaskCompletionSource _source;
    private Exception? _error;

    public ChannelCompletion()
        : base(Ambient.Runtime is { IsClosedWorld: true } closed ? closed : null)
        => _source = new TaskCompletionSource(Owner is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    public override string Description => "completion of a channel";

    public Task Task => _source.Task;

    /// <summary>The channel has ended. Once, without the gate.</summary>
    public void End(Exception? error)
    {
        _error = error;
        if (Owner is null)
        {
            Invoke();
        }
        else
        {
            Owner.Schedule(this, ScheduleReason.Wake);
        }
    }

    protected override void Invoke()
    {
        if (_error is null)
        {
            _source.SetResult();
        }
        else if (_error is OperationCanceledException canceled)
        {
            _source.SetCanceled(canceled.CancellationToken);
        }
        else
        {
            _source.SetException(_error);
        }
    }
}
