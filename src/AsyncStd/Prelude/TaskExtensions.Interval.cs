namespace AsyncStd.Prelude;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Ticking.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Makes an interval that ticks again and again, one period apart, on the runtime's clock and without drift.</summary>
        /// <param name="period">The time from one tick to the next, above zero.</param>
        /// <param name="missedTicks">What happens to ticks that come while nobody waits for one; by default they are handed out one after the other.</param>
        /// <param name="firstAfter">When the first tick comes: by default after one period, with <see cref="TimeSpan.Zero"/> at once.</param>
        /// <returns>The interval; its schedule begins now. Await its ticks, or enumerate it.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The period is zero or below, the first tick lies in the past, or the choice for missed ticks is none of the three.</exception>
        /// <remarks><em>Cancellation</em>: making an interval waits for nothing; see <see cref="Interval.TickAsync"/>.</remarks>
        /// <example><code>
        /// Interval heartbeat = Task.Interval(TimeSpan.FromMilliseconds(5), MissedTicks.Skip, firstAfter: TimeSpan.Zero);
        /// for (int i = 0; i &lt; 3; i++)
        /// {
        ///     long number = await heartbeat.TickAsync();
        ///     Console.WriteLine($"beat {number}");
        /// }
        /// </code></example>
        public static Interval Interval(TimeSpan period, MissedTicks missedTicks = MissedTicks.Burst, TimeSpan? firstAfter = null)
        {
            if (period <= TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(period), period, "An interval has a period above zero.");
            }

            if (missedTicks is < MissedTicks.Burst or > MissedTicks.Skip)
            {
                throw new ArgumentOutOfRangeException(nameof(missedTicks), missedTicks, "Missed ticks come in a burst, delay the schedule, or are skipped.");
            }

            if (firstAfter < TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(firstAfter), firstAfter, "The first tick of an interval comes after zero or more time.");
            }

            return new Interval(Ambient.ForLeaf, period, firstAfter ?? period, missedTicks);
        }
    }
}
