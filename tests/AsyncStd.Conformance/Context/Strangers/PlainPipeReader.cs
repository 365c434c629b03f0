namespace AsyncStdConformance.Context.Strangers;

using System.IO.Pipelines;

/// <summary>Somebody's reader of a pipe, which waits in each call.</summary>
internal sealed class PlainPipeReader(Witness witness, PipeReader inner) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        await witness.Wait();
        return await inner.ReadAsync(cancellationToken);
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        await witness.Wait();
        await inner.CompleteAsync(exception);
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }
}
