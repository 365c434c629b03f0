namespace AsyncStd.Prelude;

using System.Threading.Channels;
using AsyncStd.Channel;

/// <summary>Channels, as statics of the BCL's class.</summary>
/// <remarks>Where <c>System.Threading.Channels</c> is not in scope, or another library adds the same names, the container itself can be named: <c>ChannelExtensions.Bounded&lt;int>(8)</c>.</remarks>
public static partial class ChannelExtensions
{
    extension(Channel)
    {
        /// <summary>Makes a channel with room for so many messages: senders wait while it is full.</summary>
        /// <typeparam name="T">The type of the messages.</typeparam>
        /// <param name="capacity">How many messages may wait to be received. With 0 there is no room at all: each send waits until a receiver takes its message.</param>
        /// <returns>A handle of each side, to be disposed of; see there.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below zero.</exception>
        /// <remarks>A large capacity costs nothing until it is used.</remarks>
        /// <example><code>
        /// using System.Threading.Channels;
        ///
        /// var (sender, receiver) = Channel.Bounded&lt;string&gt;(16);
        /// var greeting = Task.Spawn(async () =>
        /// {
        ///     using (sender)
        ///     {
        ///         await sender.SendAsync("hello");
        ///         await sender.SendAsync("good bye");
        ///     }
        /// });
        /// await foreach (string text in receiver)
        /// {
        ///     Console.WriteLine(text);
        /// }
        ///
        /// await greeting;
        /// </code></example>
        public static (Sender<T> Sender, Receiver<T> Receiver) Bounded<T>(int capacity)
        {
            if (capacity < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A capacity is the number of messages that may wait: 0 or more.");
            }

            var core = new ChannelCore<T>(capacity);
            return (new Sender<T>(core), new Receiver<T>(core));
        }

        /// <summary>Makes a channel without a limit: senders never wait, and what is not received takes memory.</summary>
        /// <typeparam name="T">The type of the messages.</typeparam>
        /// <returns>A handle of each side, to be disposed of; see there.</returns>
        public static (Sender<T> Sender, Receiver<T> Receiver) Unbounded<T>()
        {
            var core = new ChannelCore<T>(null);
            return (new Sender<T>(core), new Receiver<T>(core));
        }

        /// <summary>Makes a channel for one message: an answer, a signal.</summary>
        /// <typeparam name="T">The type of the message.</typeparam>
        /// <returns>A handle of each side, to be disposed of; see there.</returns>
        public static (OneshotSender<T> Sender, OneshotReceiver<T> Receiver) Oneshot<T>()
        {
            var receiver = new OneshotReceiver<T>();
            return (new OneshotSender<T>(receiver), receiver);
        }

        /// <summary>Makes a channel whose messages go to all receivers. Senders never wait; a receiver that is too slow misses messages, and is told.</summary>
        /// <typeparam name="T">The type of the messages.</typeparam>
        /// <param name="capacity">How many messages are kept for receivers that have not received them.</param>
        /// <returns>A sender and a first receiver, to be disposed of; see there.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below one.</exception>
        public static (BroadcastSender<T> Sender, BroadcastReceiver<T> Receiver) Broadcast<T>(int capacity)
        {
            if (capacity < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A capacity is the number of messages that are kept for slow receivers: 1 or more.");
            }

            var core = new BroadcastCore<T>(capacity);
            return (new BroadcastSender<T>(core), new BroadcastReceiver<T>(core, null));
        }

        /// <summary>Makes a channel for a value that changes: receivers see the latest.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="value">The first value.</param>
        /// <returns>A sender and a first receiver, to be disposed of; see there.</returns>
        public static (WatchSender<T> Sender, WatchReceiver<T> Receiver) Watch<T>(T value)
        {
            var core = new WatchCore<T>(value);
            return (new WatchSender<T>(core), new WatchReceiver<T>(core, 0));
        }

        /// <summary>Begins to describe a wait for the first of several things: messages, room for them, times, tasks.</summary>
        /// <typeparam name="TResult">What the branches give.</typeparam>
        /// <returns>A select without branches.</returns>
        /// <example><code>
        /// using System.Threading.Channels;
        ///
        /// var (sender, receiver) = Channel.Bounded&lt;int&gt;(1);
        /// string got = await Channel.Select&lt;string&gt;()
        ///     .Receive(receiver, number => $"received {number}")
        ///     .Send(sender, 1, () => "sent 1")
        ///     .RunAsync();
        /// Console.WriteLine(got); // sent 1
        /// </code></example>
        public static ChannelSelect<TResult> Select<TResult>() => new();
    }
}
