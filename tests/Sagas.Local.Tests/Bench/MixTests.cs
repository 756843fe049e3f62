using Sagas.Local.Bench;

namespace Sagas.Local.Tests.Bench;

public sealed class MixTests
{
    [Fact]
    public void Mix_OfTwentyBookings_IsFifteenFourOne()
    {
        var kinds = Enumerable.Range(100, Mix.Cycle).Select(Mix.KindOf).ToList();

        kinds.Count(kind => kind == Kind.Confirmed).ShouldBe(15);
        kinds.Count(kind => kind == Kind.Declined).ShouldBe(4);
        kinds.Count(kind => kind == Kind.MailRefused).ShouldBe(1);
    }

    [Fact]
    public void Mix_Seats_AreDistinct()
    {
        var mix = new Mix("e", sections: 20, "run");

        Enumerable.Range(0, 1000).Select(mix.SeatOf).Distinct().Count().ShouldBe(1000);
    }

    [Fact]
    public async Task Load_OfManyClients_RunsEveryBookingOnce()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();

        var load = await LoadRun.RunAsync(
            500,
            8,
            () => (index, _) =>
            {
                seen.Add(index);
                return Task.FromResult(index == 7 ? "wrong" : null);
            },
            CancellationToken.None);

        seen.Order().ShouldBe(Enumerable.Range(0, 500));
        load.Wrong["wrong"].ShouldBe(1);
        load.SortedMs.Length.ShouldBe(500);
    }
}
