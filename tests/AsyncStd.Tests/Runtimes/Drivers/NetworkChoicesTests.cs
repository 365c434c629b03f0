namespace AsyncStdTests.Runtimes.Drivers;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Which network driver a choice leads to where epoll or a ring is refused, and what is said of it.</summary>
public sealed class NetworkChoicesTests
{
    private static readonly NetworkChoices s_all = new(static () => null, static () => null);
    private static readonly NetworkChoices s_noRing = new(static () => null, static () => "no ring today");
    private static readonly NetworkChoices s_neither = new(static () => "no epoll today", static () => "no ring today");

    [Fact]
    public void Each_driver_is_had_by_name_where_nothing_is_refused()
    {
        s_all.For(IoKind.Portable).Name.ShouldBe("portable");
        s_all.For(IoKind.Epoll).Name.ShouldBe("epoll");
        s_all.For(IoKind.IoUring).Name.ShouldBe("io-uring");
        s_all.Describe(IoKind.IoUring).ShouldStartWith("io-uring (asked for");
        s_all.Describe(IoKind.Epoll).ShouldBe("epoll (asked for)");
    }

    [Fact]
    public void A_driver_that_was_asked_for_by_name_and_refused_throws_with_the_reason()
    {
        NotSupportedException ring = Should.Throw<NotSupportedException>(() => s_noRing.For(IoKind.IoUring));
        NotSupportedException epoll = Should.Throw<NotSupportedException>(() => s_neither.For(IoKind.Epoll));

        ring.Message.ShouldContain("no ring today");
        ring.Message.ShouldContain("'auto', 'epoll' and 'portable'");
        epoll.Message.ShouldContain("no epoll today");
        epoll.Message.ShouldContain("'auto' and 'portable'");
        s_noRing.Describe(IoKind.IoUring).ShouldBe("none (io-uring was asked for, but no ring today)");
    }

    [Fact]
    public void A_runtime_that_was_refused_a_ring_of_its_own_is_not_said_to_have_one()
    {
        s_all.Describe(IoKind.IoUring, "no more today").ShouldBe("epoll (io-uring was asked for, but this runtime got no ring: no more today)");
        s_noRing.Describe(IoKind.IoUring, "no more today").ShouldBe("none (io-uring was asked for, but no ring today)");
        s_all.Describe(IoKind.Epoll, null).ShouldBe("epoll (asked for)");
    }

    [Fact]
    public void Epoll_is_taken_where_nothing_was_asked_for_and_what_is_refused_is_said()
    {
        s_all.For(IoKind.Auto).Name.ShouldBe("epoll");
        s_all.Describe(IoKind.Auto).ShouldBe("epoll (the best that this system has; a ring is to be had by its name, io-uring)");
        s_noRing.For(IoKind.Auto).Name.ShouldBe("epoll");
        s_noRing.Describe(IoKind.Auto).ShouldBe("epoll (the best that this system has; no ring: no ring today)");
        s_neither.For(IoKind.Auto).Name.ShouldBe("portable");
        s_neither.Describe(IoKind.Auto).ShouldBe("portable (no epoll today)");
    }
}
