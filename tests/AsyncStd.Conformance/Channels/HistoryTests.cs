namespace AsyncStdConformance.Channels;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Whatever happens beside each other could have happened one after another.</summary>
public sealed class HistoryTests
{
    private const int Histories = 60;
    private const int Tasks = 4;
    private const int OperationsOfEach = 4;

    [Fact]
    public void The_check_finds_what_cannot_be()
    {
        var lost = new History(2);
        lost.End(lost.Begin(), History.Kind.Sent, 1);
        lost.End(lost.Begin(), History.Kind.Empty);
        lost.IsLinearizable().ShouldBeFalse();

        var swapped = new History(2);
        swapped.End(swapped.Begin(), History.Kind.Sent, 1);
        swapped.End(swapped.Begin(), History.Kind.Sent, 2);
        swapped.End(swapped.Begin(), History.Kind.Received, 2);
        swapped.IsLinearizable().ShouldBeFalse();

        var beside = new History(1);
        int receive = beside.Begin();
        beside.End(beside.Begin(), History.Kind.Sent, 1);
        beside.End(beside.Begin(), History.Kind.Sent, 2);
        beside.End(receive, History.Kind.Received, 1);
        beside.IsLinearizable().ShouldBeTrue();
    }

    [Theory, OnEveryRuntime]
    public void Random_histories_agree_with_a_plain_queue(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int seed = 0; seed < Histories; seed++)
            {
                var random = new Random(seed);
                int capacity = random.Next(1, 4);
                History history = await Record(capacity, random);

                history.IsLinearizable().ShouldBeTrue($"seed {seed}, capacity {capacity}: {history}");
            }
        });

    private static async Task<History> Record(int capacity, Random random)
    {
        var history = new History(capacity);
        var (sender, receiver) = Channel.Bounded<int>(capacity);
        int next = 0;
        var tasks = new JoinHandle[Tasks];
        for (int i = 0; i < Tasks; i++)
        {
            int seed = random.Next();
            tasks[i] = Task.Spawn(async () =>
            {
                var own = new Random(seed);
                for (int n = 0; n < OperationsOfEach; n++)
                {
                    await Operate(own, Interlocked.Increment(ref next));
                }
            });
        }

        foreach (JoinHandle task in tasks)
        {
            await task;
        }

        return history;

        async Task Operate(Random own, int message)
        {
            if (own.Next(3) == 0)
            {
                await Task.YieldNow();
            }

            using var source = new CancellationTokenSource();
            int begun = history.Begin();
            switch (own.Next(9))
            {
                case 0 or 1:
                    TrySendResult sent = sender.TrySend(message);
                    history.End(begun, sent switch { TrySendResult.Sent => History.Kind.Sent, TrySendResult.Full => History.Kind.Full, _ => History.Kind.SendClosed }, message);
                    break;

                case 2 or 3:
                    TryReceiveResult received = receiver.TryReceive(out int item);
                    history.End(begun, received switch { TryReceiveResult.Received => History.Kind.Received, TryReceiveResult.Empty => History.Kind.Empty, _ => History.Kind.ReceiveClosed }, item);
                    break;

                case 4 or 5:
                    Task send = sender.SendAsync(message, source.Token).AsTask();
                    history.End(begun, await GiveUpSoon(send, source, History.Kind.Sent, History.Kind.SendClosed), message);
                    break;

                case 6 or 7:
                    Task<int> receive = receiver.ReceiveAsync(source.Token).AsTask();
                    History.Kind kind = await GiveUpSoon(receive, source, History.Kind.Received, History.Kind.ReceiveClosed);
                    history.End(begun, kind, kind == History.Kind.Received ? await receive : 0);
                    break;

                default:
                    bool closes = own.Next(3) == 0;
                    history.End(begun, !closes ? History.Kind.Nothing : sender.TryComplete() ? History.Kind.Closed : History.Kind.ClosedBefore);
                    break;
            }
        }

        static async Task<History.Kind> GiveUpSoon(Task task, CancellationTokenSource source, History.Kind success, History.Kind closed)
        {
            for (int i = 0; i < 3 && !task.IsCompleted; i++)
            {
                await Task.YieldNow();
            }

            source.Cancel();
            try
            {
                await task;
                return success;
            }
            catch (ChannelClosedException)
            {
                return closed;
            }
            catch (OperationCanceledException)
            {
                return History.Kind.Nothing;
            }
        }
    }
}
