using Sagas.Contracts.Bookings;

namespace Sagas.Workflows.Tests.Contracts;

public class SeatWordsTests
{
    [Fact]
    public void Brief_FewSeats_NamesThemAll()
    {
        SeatWords.Brief(["A-1"]).ShouldBe("seat A-1");
        SeatWords.Brief(["A-1", "A-2"]).ShouldBe("seats A-1, A-2");
    }

    [Fact]
    public void Brief_ManySeats_NamesTheFirstAndCountsTheRest() =>
        SeatWords.Brief([.. Enumerable.Range(1, 50).Select(i => $"balcony-left-{i}")])
            .ShouldBe("seats balcony-left-1, balcony-left-2, balcony-left-3, balcony-left-4, balcony-left-5, balcony-left-6 and 44 more");

    [Fact]
    public void Brief_SeatsWithLongNames_OnlyCountsThem()
    {
        SeatWords.Brief([new string('ж', 32)]).ShouldBe("1 seat");
        SeatWords.Brief([new string('ж', 32), "A-1"]).ShouldBe("2 seats");
    }
}
