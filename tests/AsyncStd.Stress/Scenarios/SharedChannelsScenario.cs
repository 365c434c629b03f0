namespace AsyncStdStress.Scenarios;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Broadcast, watch and oneshot, with receives that are given up at any moment. A receiver of a broadcast has received or is told to have missed each message, in the order of its
/// sender; one of a watch sees no older value after a newer one, and the last; a oneshot's message arrives once, unless nobody was there any more.</summary>
internal sealed class SharedChannelsScenario : Scenario
{
    private const int MessagesOfEach = 200;
    private const int Oneshots = 50;

    public override string Name => "shared-channels";

    public override string Unit => "messages";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            using Runtime runtime = WatchedRuntime.Build(round, kinds[random.Next(kinds.Length)], random.Next(1, 4));
            for (int i = 0; i < 50 && !round.IsOver; i++)
            {
                var turn = new Turn(round, runtime, random);
                turn.Broadcast();
                turn.Watch();
                turn.Oneshot();
            }
        }
    }

    private sealed class Turn(Round round, Runtime runtime, Random random)
    {
        private readonly List<JoinHandle> _tasks = [];

        public void Broadcast()
        {
            int senders = random.Next(1, 4);
            var (sender, receiver) = ChannelExtensions.Broadcast<long>(random.Next(1, 9));
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                BroadcastReceiver<long> own = receiver.Clone();
                Start(seed => Hear(own, senders, new Random(seed)));
            }

            receiver.Dispose();
            for (int i = 0; i < senders; i++)
            {
                int number = i;
                BroadcastSender<long> own = sender.Clone();
                Start(seed => Tell(own, number, new Random(seed)));
            }

            sender.Dispose();
            WaitForAll();
            round.Progress(senders * MessagesOfEach);
        }

        public void Watch()
        {
            int senders = random.Next(1, 4);
            var (sender, receiver) = ChannelExtensions.Watch(0);
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                WatchReceiver<int> own = receiver.Clone();
                Start(seed => Look(own, senders * MessagesOfEach, new Random(seed)));
            }

            receiver.Dispose();
            for (int i = 0; i < senders; i++)
            {
                WatchSender<int> own = sender.Clone();
                Start(async seed =>
                {
                    var random = new Random(seed);
                    using (own)
                    {
                        for (int n = 0; n < MessagesOfEach; n++)
                        {
                            own.Update(static value => value + 1);
                            await MaybeYield(random);
                        }
                    }
                });
            }

            sender.Dispose();
            WaitForAll();
            round.Progress(senders * MessagesOfEach);
        }

        public void Oneshot()
        {
            for (int i = 0; i < Oneshots; i++)
            {
                int number = i;
                var (sender, receiver) = ChannelExtensions.Oneshot<int>();
                bool isSent = false, isReceived = false, gaveUp = random.Next(4) == 0, isDropped = random.Next(6) == 0;
                JoinHandle sending = Start(async seed =>
                {
                    await MaybeYield(new Random(seed));
                    if (!isDropped)
                    {
                        isSent = sender.TrySend(number) == TrySendResult.Sent;
                    }

                    sender.Dispose();
                });
                JoinHandle receiving = Start(async seed =>
                {
                    var random = new Random(seed);
                    using (receiver)
                    {
                        try
                        {
                            int got = await WithCancels(random, gaveUp ? 1 : int.MaxValue, token => receiver.ReceiveAsync(token));
                            round.Check(got == number, $"{got} came instead of {number}");
                            isReceived = true;
                        }
                        catch (ChannelClosedException)
                        {
                        }
                        catch (OperationCanceledException)
                        {
                        }
                    }
                });
                Runtime.BlockOn(sending);
                Runtime.BlockOn(receiving);
                round.Check(!isReceived || isSent, "a message came that was not sent");
                round.Check(!isSent || isReceived || gaveUp, "a message that was sent did not come");
                _tasks.Clear();
            }

            round.Progress(Oneshots);
        }

        private async Task Tell(BroadcastSender<long> sender, int number, Random random)
        {
            using (sender)
            {
                for (int n = 0; n < MessagesOfEach; n++)
                {
                    sender.Send(((long)number << 32) + n);
                    await MaybeYield(random);
                }
            }
        }

        private async Task Hear(BroadcastReceiver<long> receiver, int senders, Random random)
        {
            var next = new int[senders];
            long count = 0;
            using (receiver)
            {
                try
                {
                    while (true)
                    {
                        try
                        {
                            long message = await WithCancels(random, int.MaxValue, token => receiver.ReceiveAsync(token));
                            int from = (int)(message >> 32), n = (int)message;
                            round.Check(n >= next[from], $"message {n} of sender {from} came when {next[from]} was next");
                            next[from] = n + 1;
                            count++;
                        }
                        catch (LaggedException e)
                        {
                            count += e.Missed;
                        }

                        await MaybeYield(random);
                    }
                }
                catch (ChannelClosedException)
                {
                }
            }

            round.Check(count == senders * MessagesOfEach, $"{count} messages were received or missed of {senders * MessagesOfEach}");
        }

        private async Task Look(WatchReceiver<int> receiver, int last, Random random)
        {
            int seen = receiver.Value;
            using (receiver)
            {
                try
                {
                    while (true)
                    {
                        int value = await WithCancels(random, int.MaxValue, token => receiver.ChangedAsync(token));
                        round.Check(value >= seen, $"{value} was seen after {seen}");
                        seen = value;
                        await MaybeYield(random);
                    }
                }
                catch (ChannelClosedException)
                {
                }
            }

            round.Check(seen == last, $"the last value seen was {seen}, not {last}");
        }

        /// <summary>Receives; now and then the call is cancelled by somebody else, and made again.</summary>
        private static async Task<T> WithCancels<T>(Random random, int tries, Func<CancellationToken, ValueTask<T>> receive)
        {
            while (true)
            {
                using var source = new CancellationTokenSource();
                JoinHandle? cancel = random.Next(3) == 0 ? Task.Spawn(source.Cancel) : null;
                try
                {
                    return await receive(source.Token);
                }
                catch (OperationCanceledException) when (--tries > 0)
                {
                }
                finally
                {
                    if (cancel is not null)
                    {
                        await cancel;
                    }
                }
            }
        }

        private static async ValueTask MaybeYield(Random random)
        {
            if (random.Next(8) == 0)
            {
                await Task.YieldNow();
            }
        }

        private JoinHandle Start(Func<int, Task> body)
        {
            int seed = random.Next();
            JoinHandle task = runtime.Spawn(async () => await body(seed));
            _tasks.Add(task);
            return task;
        }

        private void WaitForAll()
        {
            foreach (JoinHandle task in _tasks)
            {
                Runtime.BlockOn(task);
            }

            _tasks.Clear();
        }
    }
}
