using System.CommandLine;
using Sagas.Api.Support;
using Sagas.Contracts.Bookings;
using Sagas.Local.Client;
using Sagas.Local.Support;

namespace Sagas.Local.Cli;

internal static class SupportVerb
{
    public static Command Build()
    {
        var command = new Command("support", "What is stuck, and what to do about it.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Retry());
        command.Subcommands.Add(Compensate());
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Bookings that need attention, the longest-waiting first.");
        var status = new Option<string>("--status")
        {
            Description = "Another status: pending, confirmed, rejected, cancelled.",
            DefaultValueFactory = _ => "needs_attention",
        };
        command.Options.Add(status);
        return Act(command, (desk, parsed, stop) => desk.ListAsync(parsed.GetValue(status)!, stop));
    }

    private static Command Show()
    {
        var command = new Command("show", "One booking: its steps, why it is stuck, what it means, what was done.");
        var id = Id(command);
        return Act(command, (desk, parsed, stop) => desk.ShowAsync(parsed.GetValue(id)!, stop));
    }

    private static Command Retry()
    {
        var command = new Command("retry", "Try the stuck step again.");
        var id = Id(command);
        var reason = Reason(command);
        var email = new Option<string?>("--email") { Description = "A corrected address for the tickets." };
        command.Options.Add(email);
        return Act(command, (desk, parsed, stop) => desk.RetryAsync(
            parsed.GetValue(id)!,
            new RetryRequest { Reason = parsed.GetValue(reason)!, Email = parsed.GetValue(email) },
            stop));
    }

    private static Command Compensate()
    {
        var command = new Command("compensate", "Undo the booking: tickets, money, seats, in that order.");
        var id = Id(command);
        var reason = Reason(command);
        return Act(command, (desk, parsed, stop) => desk.CompensateAsync(
            parsed.GetValue(id)!, new CompensateRequest { Reason = parsed.GetValue(reason)! }, stop));
    }

    private static Command Act(Command command, Func<SupportDesk, ParseResult, CancellationToken, Task<int>> act)
    {
        var state = SharedOptions.State();
        command.Options.Add(state);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = new ApiClient(ApiAddress.ForSupport(parsed.GetValue(state)));
            return await act(new SupportDesk(api, Console.Out), parsed, stop);
        });
        return command;
    }

    private static Argument<string> Id(Command command)
    {
        var id = new Argument<string>("booking") { Description = "The booking's id." };
        id.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !BookingIds.IsValid(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no id of a booking; './sagas support list' shows those that wait.");
            }
        });
        command.Arguments.Add(id);
        return id;
    }

    private static Option<string> Reason(Command command)
    {
        var reason = new Option<string>("--reason") { Description = "Why; goes into the audit trail.", Required = true };
        command.Options.Add(reason);
        return reason;
    }
}
