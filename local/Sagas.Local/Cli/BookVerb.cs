using System.CommandLine;
using Sagas.Api.Bookings;
using Sagas.Local.Booking;
using Sagas.Local.Client;

namespace Sagas.Local.Cli;

internal static class BookVerb
{
    private const string Description =
        """
        Book seats as an API client would, and follow the saga to its end.
        Exit code 0: confirmed; 2: not understood; 1: anything else.
        """;

    public static Command Build()
    {
        var command = new Command("book", Description);
        var eventId = new Option<string>("--event") { Description = "The event.", DefaultValueFactory = _ => "demo" };
        var seats = new Option<string>("--seats") { Description = "Seat ids, comma separated: A-1,A-2", Required = true };
        var email = new Option<string>("--email") { Description = "Where the tickets go.", Required = true };
        var name = new Option<string?>("--name") { Description = "Who books. [the address]" };
        var payment = new Option<string>("--payment")
        {
            Description = "Stripe payment method, such as pm_card_visa, pm_card_chargeDeclined or pm_card_authenticationRequired.",
            DefaultValueFactory = _ => "pm_card_visa",
        };
        var policy = new Option<string?>("--on-delivery-failure") { Description = "park or compensate. [the service's own]" };
        policy.AcceptOnlyFromAmong("park", "compensate");
        var key = new Option<string?>("--idempotency-key") { Description = "Repeat an earlier request. [a new key]" };
        key.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !ApiClient.IsIdempotencyKey(result.Tokens[0].Value))
            {
                result.AddError("--idempotency-key must be 1 to 255 visible ASCII characters.");
            }
        });
        var state = SharedOptions.State();
        foreach (Option option in new Option[] { eventId, seats, email, name, payment, policy, key, state })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            using var api = new ApiClient(ApiAddress.ForClient(parsed.GetValue(state)));
            var request = new BookingRequest
            {
                EventId = parsed.GetValue(eventId)!,
                Seats = parsed.GetValue(seats)!.Split(',', StringSplitOptions.TrimEntries),
                Customer = new CustomerRequest
                {
                    Name = parsed.GetValue(name) ?? parsed.GetValue(email)!,
                    Email = parsed.GetValue(email)!,
                },
                Payment = new PaymentRequest { Method = parsed.GetValue(payment)! },
                OnDeliveryFailure = parsed.GetValue(policy),
            };
            return await new BookCommand(api).RunAsync(request, parsed.GetValue(key) ?? Guid.NewGuid().ToString("N"), stop);
        });
        return command;
    }
}
