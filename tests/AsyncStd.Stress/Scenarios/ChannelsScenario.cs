namespace AsyncStdStress.Scenarios;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Senders and receivers of all kinds on one channel: tasks, selects, threads, with calls that are given up at any moment and handles that come and go. What was sent is
/// received once, in the order of its sender. Once in between a million waits are cancelled at once.</summary>
internal sealed class ChannelsScenario : Scenario
{
    private const int Million = 1_000_000;
    private const int MessagesOfEach = 300;

    public override string Name => "channels";

    public override string Unit => "messages";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        CancelMillion(round);
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            using Runtime runtime = WatchedRuntime.Build(round, kinds[random.Next(kinds.Length)], random.Next(1, 4));
            for (int i = 0; i < 50 && !round.IsOver; i++)
            {
                new Turn(round, random).Run(runtime);
            }
        }
    }

    private static void CancelMillion(Round round)
    {
        var (sender, receiver) = ChannelExtensions.Bounded<int>(1);
        using var source = new CancellationTokenSource();
        var waits = new ValueTask<int>[Million];
        for (int i = 0; i < Million; i++)
        {
            waits[i] = receiver.ReceiveAsync(source.Token);
        }

        source.Cancel();
        for (int i = 0; i < Million; i++)
        {
            round.Check(waits[i].IsCanceled, $"wait {i} of a million is not cancelled");
            if (i % 1000 == 0)
            {
                round.Progress();
            }
        }

        round.Check(sender.TrySend(1) == TrySendResult.Sent && receiver.Count == 1, "a message was lost in a wait that was cancelled");
    }

    /// <summary>One channel and what went through it.</summary>
    private sealed class Turn
    {
        private readonly Round _round;
        private readonly Random _random;
        private readonly int _senders;
        private readonly Sender<long> _sender;
        private readonly Receiver<long> _receiver;

        /// <summary>For each sender which of its messages were sent; belongs to it until it ends.</summary>
        private readonly bool[][] _sent;
        private readonly int[][] _received;

        public Turn(Round round, Random random)
        {
            _round = round;
            _random = random;
            _senders = random.Next(1, 5);
            (_sender, _receiver) = random.Next(5) == 0 ? ChannelExtensions.Unbounded<long>() : ChannelExtensions.Bounded<long>(random.Next(4) * random.Next(1, 20));
            _sent = [.. Enumerable.Range(0, _senders).Select(_ => new bool[MessagesOfEach])];
            _received = [.. Enumerable.Range(0, _senders).Select(_ => new int[MessagesOfEach])];
        }

        public void Run(Runtime runtime)
        {
            _round.Details = () => $"senders: {_senders}, channel: {_sender.Count} of {_sender.Capacity}, closed {_sender.IsClosed}, handles {_sender.SenderCount} and {_receiver.ReceiverCount}";
            using var crew = new Crew(_round);
            var tasks = new List<JoinHandle>();
            for (int i = 0; i < _senders; i++)
            {
                int number = i;
                var own = new Random(_random.Next());
                Sender<long> sender = _sender.Clone();
                if (_random.Next(3) == 0)
                {
                    crew.Add(() => SendFromThread(sender, number));
                }
                else
                {
                    tasks.Add(runtime.Spawn(async () => await Send(sender, number, own)));
                }
            }

            for (int i = _random.Next(1, 5); i > 0; i--)
            {
                var own = new Random(_random.Next());
                Receiver<long> receiver = _receiver.Clone();
                if (_random.Next(4) == 0)
                {
                    crew.Add(() => ReceiveOnThread(receiver));
                }
                else
                {
                    int kind = _random.Next(4);
                    tasks.Add(runtime.Spawn(async () => await Receive(receiver, kind, own)));
                }
            }

            _sender.Dispose();
            crew.Run();
            foreach (JoinHandle task in tasks)
            {
                Runtime.BlockOn(task);
            }

            _round.Check(_receiver.Count == 0, "something was left in a channel that was drained");
            for (int sender = 0; sender < _senders; sender++)
            {
                for (int n = 0; n < MessagesOfEach; n++)
                {
                    int expected = _sent[sender][n] ? 1 : 0;
                    _round.Check(_received[sender][n] == expected, $"message {n} of sender {sender} was sent {expected} times and received {_received[sender][n]} times");
                }
            }

            _round.Progress(_senders * MessagesOfEach);
        }

        private static long Message(int sender, int n) => ((long)sender << 32) + n;

        private void SendFromThread(Sender<long> sender, int number)
        {
            using (sender)
            {
                for (int n = 0; n < MessagesOfEach; n++)
                {
                    sender.SendBlocking(Message(number, n));
                    _sent[number][n] = true;
                }
            }
        }

        private async Task Send(Sender<long> sender, int number, Random random)
        {
            for (int n = 0; n < MessagesOfEach; n++)
            {
                using var source = new CancellationTokenSource();
                if (random.Next(20) == 0)
                {
                    Sender<long> other = sender.Clone();
                    sender.Dispose();
                    sender = other;
                }

                bool sent = true;
                try
                {
                    switch (random.Next(4))
                    {
                        case 0:
                            sent = sender.TrySend(Message(number, n)) == TrySendResult.Sent;
                            break;
                        case 1:
                            await sender.SendAsync(Message(number, n));
                            break;
                        case 2:
                            await Task.Join(async () => await sender.SendAsync(Message(number, n), source.Token), async () => { await Task.YieldNow(); source.Cancel(); });
                            break;
                        default:
                            sent = await ChannelExtensions.Select<bool>().Send(sender, Message(number, n), () => true).After(TimeSpan.Zero, () => false).RunAsync();
                            break;
                    }
                }
                catch (OperationCanceledException)
                {
                    sent = false;
                }

                _sent[number][n] = sent;
            }

            sender.Dispose();
        }

        private void ReceiveOnThread(Receiver<long> receiver)
        {
            var last = new int[_senders];
            using (receiver)
            {
                try
                {
                    while (true)
                    {
                        Count(receiver.ReceiveBlocking(), last);
                    }
                }
                catch (ChannelClosedException)
                {
                }
            }
        }

        private async Task Receive(Receiver<long> receiver, int kind, Random random)
        {
            var last = new int[_senders];
            var buffer = new long[5];
            var other = ChannelExtensions.Bounded<int>(1);
            ChannelSelect<bool> select = ChannelExtensions.Select<bool>()
                .Receive(receiver, message => { Count(message, last); return true; }, () => false)
                .Receive(other.Receiver, _ => true);
            using (receiver)
            {
                try
                {
                    while (true)
                    {
                        using var source = new CancellationTokenSource();
                        Task cancel = random.Next(4) == 0 ? Task.Spawn(source.Cancel) : Task.CompletedTask;
                        try
                        {
                            switch (kind)
                            {
                                case 0:
                                    Count(await receiver.ReceiveAsync(source.Token), last);
                                    break;
                                case 1:
                                    int received = await receiver.ReceiveManyAsync(buffer, source.Token);
                                    foreach (long message in buffer.AsSpan(0, received))
                                    {
                                        Count(message, last);
                                    }

                                    if (received == 0)
                                    {
                                        return;
                                    }

                                    break;
                                case 2:
                                    if (!await receiver.WaitToReadAsync(source.Token))
                                    {
                                        return;
                                    }

                                    if (receiver.TryRead(out long one))
                                    {
                                        Count(one, last);
                                    }

                                    break;
                                default:
                                    if (!await select.RunAsync(source.Token))
                                    {
                                        return;
                                    }

                                    break;
                            }
                        }
                        catch (OperationCanceledException)
                        {
                        }

                        await cancel;
                    }
                }
                catch (ChannelClosedException)
                {
                }
            }
        }

        private void Count(long message, int[] last)
        {
            int sender = (int)(message >> 32);
            int n = (int)message;
            _round.Check(n >= last[sender], $"message {n} of sender {sender} came after {last[sender]}");
            last[sender] = n;
            Interlocked.Increment(ref _received[sender][n]);
        }
    }
}
