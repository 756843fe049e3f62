using System.Globalization;
using Sagas.Api.Support;
using Sagas.Local.Client;
using Sagas.Local.Terminal;

namespace Sagas.Local.Support;

/// <summary>The support staff's view in a terminal.</summary>
internal sealed class SupportDesk(ApiClient api, TextWriter output)
{
    public async Task<int> ListAsync(string status, CancellationToken stop)
    {
        var bookings = (await api.ListStuckAsync(status, stop)).Bookings;
        await output.WriteLineAsync(bookings.Count == 0 ? $"No booking is {status}." : $"{bookings.Count} {status}:");
        foreach (var booking in bookings)
        {
            await output.WriteLineAsync(
                $"{booking.Id}  {booking.EventId} {string.Join(',', booking.Seats)}  {booking.Total?.ToString() ?? "-"}");
            if (booking.Stuck is { } stuck)
            {
                await WriteAsync(stuck);
            }
        }

        return 0;
    }

    public async Task<int> ShowAsync(string id, CancellationToken stop)
    {
        var shown = await api.CaseAsync(id, stop);
        var booking = shown.Booking;
        await output.WriteLineAsync($"{booking.Id}  {booking.Status}  of client {shown.ClientId}, for {shown.CustomerEmail}");
        await output.WriteLineAsync(
            $"  {booking.EventId} {string.Join(',', booking.Seats)}  {booking.Total?.ToString() ?? "-"}  "
            + $"accepted {Time(booking.AcceptedAt)}");
        if (shown.Stuck is { } stuck)
        {
            await WriteAsync(stuck);
        }

        await output.WriteLineAsync("  steps:");
        new StepPrinter(output).Print(booking.Steps);
        foreach (var ticket in booking.Tickets)
        {
            await output.WriteLineAsync($"  ticket {ticket.Code} for seat {ticket.Seat} is {ticket.Status}");
        }

        foreach (var action in shown.Actions)
        {
            await output.WriteLineAsync(
                $"  {Time(action.At)} {action.Who}: {action.Action}, because \"{action.Reason}\" -> {action.Outcome}");
        }

        return 0;
    }

    public async Task<int> RetryAsync(string id, RetryRequest request, CancellationToken stop) =>
        await DecidedAsync(await api.RetryAsync(id, request, stop));

    public async Task<int> CompensateAsync(string id, CompensateRequest request, CancellationToken stop) =>
        await DecidedAsync(await api.CompensateAsync(id, request, stop));

    private async Task<int> DecidedAsync(RepairResponse repair)
    {
        await output.WriteLineAsync(
            $"The saga takes it: {repair.Action} at {repair.Step}. See ./sagas support show {repair.BookingId}");
        return 0;
    }

    private async Task WriteAsync(StuckResponse stuck)
    {
        var where = stuck.Compensating ? $"undoing {stuck.Step}" : stuck.Step;
        await output.WriteLineAsync($"  stuck at {where} since {Time(stuck.Since)} (case {stuck.Case})");
        await output.WriteLineAsync($"    why    {stuck.Why.Code}: {stuck.Why.Message}");
        await output.WriteLineAsync($"    seats  {stuck.Means.Seats}");
        await output.WriteLineAsync($"    money  {stuck.Means.Money}");
        await output.WriteLineAsync($"    mail   {stuck.Means.Mail}");
    }

    private static string Time(DateTimeOffset? at) =>
        at?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
