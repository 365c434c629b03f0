namespace AsyncStdTests.Runtimes.Timers;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Timers;

/// <summary>A timer node that starts itself again when it fires.</summary>
internal sealed class RestartingNode(TimerWheel wheel, int times) : TimerNode
{
    public int Fired { get; private set; }

    protected internal override void Fire()
    {
        Fired++;
        if (Fired <= times)
        {
            wheel.Start(this, Due + 10);
        }
    }
}
