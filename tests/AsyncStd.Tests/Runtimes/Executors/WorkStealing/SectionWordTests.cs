namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using AsyncStd.Runtimes.Executors;

public sealed class SectionWordTests
{
    private SectionWord _word;

    [Fact]
    public void Without_a_permit_no_section_opens()
    {
        _word.TryOpen(out _).ShouldBeFalse();
        (_word.HasPermit, _word.OpenTicket, _word.Opened).ShouldBe((false, 0, 0));
    }

    [Fact]
    public void A_section_that_is_closed_leaves_the_permit_for_the_next()
    {
        _word.SetPermit();
        _word.TryOpen(out long first).ShouldBeTrue();
        _word.OpenTicket.ShouldBe(first);

        _word.TryClose(first).ShouldBeTrue();

        (_word.HasPermit, _word.OpenTicket).ShouldBe((true, 0));
        _word.TryOpen(out long second).ShouldBeTrue();
        second.ShouldNotBe(first);
        _word.Opened.ShouldBe(2);
    }

    [Fact]
    public void A_worker_that_was_taken_over_cannot_be_had_back()
    {
        _word.SetPermit();
        _word.TryOpen(out long ticket);

        _word.TryTakeOver(ticket).ShouldBeTrue();

        _word.TryClose(ticket).ShouldBeFalse();
        (_word.HasPermit, _word.OpenTicket).ShouldBe((false, 0));
    }

    [Fact]
    public void A_worker_whose_section_is_closed_cannot_be_taken_over_with_the_old_ticket()
    {
        _word.SetPermit();
        _word.TryOpen(out long old);
        _word.TryClose(old);

        _word.TryTakeOver(old).ShouldBeFalse();
        _word.TryOpen(out long next);
        _word.TryTakeOver(old).ShouldBeFalse();

        _word.TryClose(next).ShouldBeTrue();
    }

    [Fact]
    public void A_permit_is_taken_away_only_while_it_is_not_in_use()
    {
        _word.TryRevoke().ShouldBeFalse();
        _word.SetPermit();
        _word.TryOpen(out long ticket);
        _word.TryRevoke().ShouldBeFalse();
        _word.TryClose(ticket);

        _word.TryRevoke().ShouldBeTrue();

        (_word.TryRevoke(), _word.TryOpen(out _)).ShouldBe((false, false));
    }
}
