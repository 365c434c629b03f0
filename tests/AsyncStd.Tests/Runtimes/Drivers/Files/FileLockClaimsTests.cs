namespace AsyncStdTests.Runtimes.Drivers.Files;

using AsyncStd.Runtimes.Drivers;

public sealed class FileLockClaimsTests
{
    private readonly FileLockClaims _claims = new();
    private int _releases;

    [Fact]
    public void A_grant_that_came_too_late_releases_the_lock()
    {
        _claims.Ask();

        GiveBack(_claims.Grant());

        _releases.ShouldBe(1);
    }

    [Fact]
    public void One_that_came_too_late_leaves_the_lock_to_who_was_granted_it_meanwhile()
    {
        _claims.Ask();
        _claims.Ask();
        long late = _claims.Grant();
        long held = _claims.Grant();

        GiveBack(late);

        _releases.ShouldBe(0);
        GiveBack(held);
        _releases.ShouldBe(1);
    }

    [Fact]
    public void One_that_came_too_late_leaves_the_lock_to_who_is_asking_for_it()
    {
        _claims.Ask();
        long late = _claims.Grant();
        _claims.Ask();

        GiveBack(late);

        _releases.ShouldBe(0);
        _claims.Refuse(this, static self => self._releases++);
        _releases.ShouldBe(1, "the last who asked was refused, and nobody would release what the first had got");
    }

    [Fact]
    public void One_that_came_before_the_lock_was_released_on_demand_is_void()
    {
        _claims.Ask();
        long late = _claims.Grant();
        _claims.Release(this, static self => self._releases++);
        _claims.Ask();
        _claims.Grant();

        GiveBack(late);

        _releases.ShouldBe(1);
    }

    private void GiveBack(long grant) => _claims.GiveBack(grant, this, static self => self._releases++);
}
