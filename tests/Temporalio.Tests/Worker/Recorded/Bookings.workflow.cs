using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

internal static class BookingSteps
{
    public static readonly string[] All = ["flight", "hotel", "car"];

    public static Task<JsonElement> Book(string step, object? plan = null) => Acts.Run("bookStep", null, step, plan);

    public static async Task<List<JsonElement>> Undo(IEnumerable<string> booked)
    {
        var undone = new List<JsonElement>();
        foreach (var step in booked.Reverse())
        {
            undone.Add(await Acts.Run(
                "undoStep",
                new()
                {
                    StartToCloseTimeout = TimeSpan.FromSeconds(10),
                    // Undoing goes on when the workflow is cancelled.
                    CancellationToken = CancellationToken.None,
                },
                step));
        }
        return undone;
    }
}

[Workflow("booking")]
public class Booking
{
    [WorkflowRun]
    public async Task<string> RunAsync(JsonElement plan = default)
    {
        var booked = new List<string>();
        try
        {
            foreach (var step in BookingSteps.All)
            {
                await BookingSteps.Book(step, plan);
                booked.Add(step);
            }
            return "booked";
        }
        catch (ActivityFailureException)
        {
            await BookingSteps.Undo(booked);
            return "compensated";
        }
    }
}

[Workflow("cancellableBooking")]
public class CancellableBooking
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var booked = new List<string>();
        try
        {
            foreach (var step in BookingSteps.All)
            {
                await BookingSteps.Book(step);
                booked.Add(step);
            }
            await Workflow.DelayAsync(TimeSpan.FromHours(1));
            return "booked";
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            await BookingSteps.Undo(booked);
            throw;
        }
    }
}

[Workflow("parkedBooking")]
public class ParkedBooking
{
    private string? _parkedAt;
    private string? _decision;

    [WorkflowRun]
    public async Task<List<string>> RunAsync(JsonElement plan = default)
    {
        var booked = new List<string>();
        foreach (var step in BookingSteps.All)
        {
            while (true)
            {
                try
                {
                    await BookingSteps.Book(step, plan);
                    booked.Add(step);
                    break;
                }
                catch (ActivityFailureException)
                {
                    _parkedAt = step;
                    _decision = null;
                    await Workflow.WaitConditionAsync(() => _decision != null);
                    _parkedAt = null;
                    if (_decision == "skip")
                    {
                        break;
                    }
                }
            }
        }
        return booked;
    }

    [WorkflowQuery("parkedAt")]
    public string? ParkedAt() => _parkedAt;

    [WorkflowUpdate("resolve")]
    public Task<string> ResolveAsync(string decision)
    {
        _decision = decision;
        return Task.FromResult($"{decision} {_parkedAt}");
    }

    [WorkflowUpdateValidator(nameof(ResolveAsync))]
    public void ValidateResolve(string decision)
    {
        if (_parkedAt == null)
        {
            throw new ApplicationFailureException("nothing is parked");
        }
    }
}

[Workflow("payableBooking")]
public class PayableBooking
{
    private JsonElement? _payment;

    [WorkflowRun]
    public async Task<string> RunAsync(int waitMs)
    {
        foreach (var step in BookingSteps.All)
        {
            await BookingSteps.Book(step);
        }
        if (await Workflow.WaitConditionAsync(() => _payment != null, waitMs))
        {
            return "paid";
        }
        await BookingSteps.Undo(BookingSteps.All);
        return "expired";
    }

    [WorkflowSignal("pay")]
    public Task PayAsync(JsonElement amount)
    {
        _payment = amount;
        return Task.CompletedTask;
    }
}
