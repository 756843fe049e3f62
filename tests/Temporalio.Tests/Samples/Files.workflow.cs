using System.Collections.Concurrent;
using Temporalio.Activities;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

public class AnyWorkerActivities(string uniqueTaskQueue)
{
    [Activity]
    public string GetUniqueTaskQueue() => uniqueTaskQueue;
}

public class OneWorkerActivities(string worker)
{
    private readonly ConcurrentDictionary<string, bool> _files = [];

    [Activity]
    public async Task<string> DownloadAsync(string url)
    {
        await Task.Yield();
        _files[url] = true;
        return $"{worker}:{url}";
    }

    [Activity]
    public bool Process(string url) => _files.ContainsKey(url);

    [Activity]
    public bool Clean(string url) => _files.TryRemove(url, out _);
}

/// <summary>Does all steps of a file on the one worker that has it.</summary>
[Workflow]
public class FileWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string file, int maxAttempts)
    {
        var queue = await Workflow.ExecuteActivityAsync(
            (AnyWorkerActivities a) => a.GetUniqueTaskQueue(),
            new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
        var options = new ActivityOptions
        {
            TaskQueue = queue,
            ScheduleToCloseTimeout = TimeSpan.FromMinutes(5),
            HeartbeatTimeout = TimeSpan.FromMinutes(1),
            RetryPolicy = new RetryPolicy { MaximumAttempts = maxAttempts },
        };
        var path = await Workflow.ExecuteActivityAsync((OneWorkerActivities a) => a.DownloadAsync(file), options);
        var processed = await Workflow.ExecuteActivityAsync((OneWorkerActivities a) => a.Process(file), options);
        var cleaned = await Workflow.ExecuteActivityAsync((OneWorkerActivities a) => a.Clean(file), options);
        return $"{path} {processed} {cleaned}";
    }
}

/// <summary>Says when it ran, for schedules.</summary>
[Workflow]
public class ReminderWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string text)
    {
        var by = Workflow.TypedSearchAttributes.Get(SearchAttributeKey.CreateKeyword("TemporalScheduledById"));
        var at = Workflow.TypedSearchAttributes.Get(
            SearchAttributeKey.CreateDateTimeOffset("TemporalScheduledStartTime"));
        return await Workflow.ExecuteActivityAsync(
            () => Remind($"{text} by {by} {at < DateTimeOffset.MaxValue}"),
            new() { ScheduleToCloseTimeout = TimeSpan.FromMinutes(5) });
    }

    [Activity]
    public static string Remind(string text) => text;
}
