namespace AsyncStdTests.Runtimes.Drivers.Linux;

using AsyncStd.Runtimes.Drivers.Linux;

/// <summary>Whether looking on for the next request pays.</summary>
public sealed class PeerPatternTests
{
    [Fact]
    public void Two_single_events_of_one_socket_are_one_peer()
    {
        PeerPattern peers = default;
        peers.Note(1, about: 7, now: 10);
        peers.IsOnePeer.ShouldBeFalse();
        peers.Note(1, about: 7, now: 20);
        peers.IsOnePeer.ShouldBeTrue();
        peers.IsScattered(now: 21).ShouldBeFalse();
    }

    [Fact]
    public void Single_events_of_several_sockets_are_scattered()
    {
        PeerPattern peers = default;
        peers.Note(1, about: 7, now: 10);
        peers.Note(1, about: 8, now: 20);
        (peers.IsOnePeer, peers.IsScattered(now: 30)).ShouldBe((false, true));
    }

    [Fact]
    public void What_was_a_millisecond_ago_says_nothing_of_now()
    {
        PeerPattern peers = default;
        peers.Note(1, about: 7, now: 10);
        peers.Note(1, about: 8, now: 20);
        peers.IsScattered(now: 1020).ShouldBeFalse();
    }

    [Fact]
    public void Many_at_a_time_are_neither()
    {
        PeerPattern peers = default;
        for (int i = 0; i < 20; i++)
        {
            peers.Note(40, about: 7, now: 10 * i);
        }

        (peers.IsOnePeer, peers.IsScattered(now: 200)).ShouldBe((false, false));
    }

    [Fact]
    public void After_many_at_a_time_a_few_single_ones_are_scattered_again()
    {
        PeerPattern peers = default;
        for (int i = 0; i < 20; i++)
        {
            peers.Note(40, about: i, now: i);
        }

        int single = 0;
        while (!peers.IsScattered(now: 100))
        {
            peers.Note(1, about: 100 + single++, now: 100);
        }

        single.ShouldBeInRange(10, 30);
    }
}
