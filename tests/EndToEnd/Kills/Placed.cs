using Sagas.Harness;

namespace EndToEnd.Kills;

/// <summary>Bookings that were placed under fire, and what must become of each.</summary>
internal sealed class Placed(RunningSystem system)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly List<(string Id, Order Order)> _all = [];

    public int Count
    {
        get
        {
            lock (_all)
            {
                return _all.Count;
            }
        }
    }

    public async Task<string> PlaceAsync(Order order, string eventId, string seat, string key)
    {
        var id = await order.PlaceAsync(system, eventId, seat, key);
        lock (_all)
        {
            _all.Add((id, order));
        }

        return id;
    }

    /// <summary>Every booking ends as it must, exactly once, and nothing is lost.</summary>
    public async Task EndWellAsync()
    {
        var desk = new BookingDesk(system);
        foreach (var (id, order) in _all)
        {
            var booking = await desk.UntilFinalAsync(id, _patience);
            booking.Status.ShouldBe(order.EndsAs, booking.ToString());
        }

        _all.Select(placed => placed.Id).Distinct().Count().ShouldBe(_all.Count);
        (await Soundness.CheckAsync(system)).ShouldBeEmpty();
        await MailsAsync();
    }

    /// <summary>A mail may be sent twice if its answer was lost, but then it is the same mail; never none, never a third.</summary>
    private async Task MailsAsync()
    {
        var sent = (await system.SendGrid.DumpAsync()).GetProperty("mails").EnumerateArray()
            .GroupBy(mail => mail.GetProperty("custom_args").GetProperty("mail_id").GetString())
            .ToDictionary(group => group.Key!, group => group.Count());
        sent.Where(mail => mail.Value > 2).ShouldBeEmpty();
        _all.Where(placed => placed.Order == Order.Good)
            .Where(placed => !sent.Keys.Any(mail => mail.StartsWith(placed.Id + ":", StringComparison.Ordinal)))
            .Select(placed => placed.Id).ShouldBeEmpty("confirmed without a mail");
    }
}
