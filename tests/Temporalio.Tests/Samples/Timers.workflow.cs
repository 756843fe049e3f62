using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

/// <summary>Sleeps until a time that may be moved while it sleeps.</summary>
[Workflow]
public class UpdatableTimerWorkflow
{
    private readonly UpdatableTimer _timer = new();

    [WorkflowQuery]
    public DateTimeOffset WakeUpTime => _timer.WakeUpTime;

    [WorkflowRun]
    public Task RunAsync(DateTimeOffset wakeUpTime)
    {
        _timer.WakeUpTime = wakeUpTime;
        return _timer.SleepAsync();
    }

    [WorkflowSignal]
    public async Task UpdateWakeUpAsync(DateTimeOffset wakeUpTime) => _timer.WakeUpTime = wakeUpTime;

    private sealed class UpdatableTimer
    {
        private bool _updated;
        private DateTimeOffset _wakeUpTime;

        public DateTimeOffset WakeUpTime
        {
            get => _wakeUpTime;
            set
            {
                _wakeUpTime = value;
                _updated = true;
            }
        }

        public async Task SleepAsync()
        {
            do
            {
                _updated = false;
                var rest = _wakeUpTime - Workflow.UtcNow;
                if (rest <= TimeSpan.Zero)
                {
                    return;
                }
                await Workflow.WaitConditionAsync(() => _updated, rest);
            }
            while (_updated);
        }
    }
}

/// <summary>Sends a mail every month until told to stop.</summary>
[Workflow]
public class MonthlyMailWorkflow
{
    private bool _isComplete;

    [WorkflowRun]
    public async Task<int> RunAsync()
    {
        var sent = 0;
        while (!_isComplete)
        {
            sent = await Workflow.ExecuteActivityAsync(
                () => SendMail(sent), new() { StartToCloseTimeout = TimeSpan.FromSeconds(10) });
            await Workflow.WhenAnyAsync(
                Workflow.DelayAsync(TimeSpan.FromDays(30)), Workflow.WaitConditionAsync(() => _isComplete));
        }
        return sent;
    }

    [WorkflowSignal]
    public Task CompleteAsync()
    {
        _isComplete = true;
        return Task.CompletedTask;
    }

    [Activity]
    public static int SendMail(int before) => before + 1;
}
