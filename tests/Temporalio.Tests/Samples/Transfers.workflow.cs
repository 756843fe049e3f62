using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public record Transfer(string From, string To, decimal Amount, string? FailAt = null);

/// <summary>A bank that remembers what was done to it.</summary>
public class BankActivities
{
    public List<string> Calls { get; } = [];

    [Activity]
    public Task WithdrawAsync(Transfer transfer) => RecordAsync("withdraw", transfer);

    [Activity]
    public Task DepositAsync(Transfer transfer) => RecordAsync("deposit", transfer);

    [Activity]
    public Task NotifyAsync(Transfer transfer) => RecordAsync("notify", transfer);

    [Activity]
    public Task UndoAsync(string what)
    {
        ActivityExecutionContext.Current.Logger.LogInformation("Undoing {What}", what);
        lock (Calls)
        {
            Calls.Add($"undo {what}");
        }
        return Task.CompletedTask;
    }

    private Task RecordAsync(string name, Transfer transfer)
    {
        lock (Calls)
        {
            Calls.Add(name);
        }
        return transfer.FailAt == name
            ? throw new ApplicationFailureException($"cannot {name}", "BankRefused", nonRetryable: true)
            : Task.CompletedTask;
    }
}

[Workflow]
public class TransferWorkflow
{
    [WorkflowRun]
    public async Task RunAsync(Transfer transfer)
    {
        var options = new ActivityOptions
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(90),
            RetryPolicy = new()
            {
                InitialInterval = TimeSpan.FromMilliseconds(10),
                MaximumInterval = TimeSpan.FromSeconds(1),
                BackoffCoefficient = 2,
                MaximumAttempts = 2,
            },
        };
        var undo = new Stack<Func<Task>>();
        try
        {
            undo.Push(() => Workflow.ExecuteActivityAsync((BankActivities a) => a.UndoAsync("withdraw"), options));
            await Workflow.ExecuteActivityAsync((BankActivities a) => a.WithdrawAsync(transfer), options);
            undo.Push(() => Workflow.ExecuteActivityAsync((BankActivities a) => a.UndoAsync("deposit"), options));
            await Workflow.ExecuteActivityAsync((BankActivities a) => a.DepositAsync(transfer), options);
            await Workflow.ExecuteActivityAsync((BankActivities a) => a.NotifyAsync(transfer), options);
        }
        catch (Exception e) when (e is ActivityFailureException { InnerException: ApplicationFailureException })
        {
            Workflow.Logger.LogError(e, "Transfer failed, undoing");
            while (undo.TryPop(out var step))
            {
                try
                {
                    await step();
                }
                catch (ActivityFailureException again)
                {
                    Workflow.Logger.LogError(again, "Undo failed");
                }
            }
            throw;
        }
    }
}
