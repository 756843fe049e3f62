using System.Text.Json;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Recorded;

/// <summary>What the recorded workflows share: activities by name, outcomes as values.</summary>
internal static class Acts
{
    public static ActivityOptions Once => new()
    {
        StartToCloseTimeout = TimeSpan.FromSeconds(10),
        RetryPolicy = new() { MaximumAttempts = 1 },
    };

    public static ActivityOptions OnceWith(JsonElement options)
    {
        var once = Once;
        if (options.ValueKind == JsonValueKind.Object && options.TryGetProperty("heartbeatTimeout", out var heartbeat))
        {
            once.HeartbeatTimeout = TimeSpan.FromSeconds(int.Parse(heartbeat.GetString()!.TrimEnd('s')));
        }
        return once;
    }

    public static Task<JsonElement> Run(string name, ActivityOptions? options = null, params object?[] args) =>
        Workflow.ExecuteActivityAsync<JsonElement>(name, args, options ?? Once);

    public static Task<JsonElement> Echo(object? value) => Run("echo", null, value);

    /// <summary>The value, or the text of the failure.</summary>
    public static async Task<object?> OutcomeOf<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is FailureException or OperationCanceledException)
        {
            return e.ToString();
        }
    }

    public static ApplicationFailureException Failure(JsonElement spec) => new(
        spec.TryGetProperty("message", out var message) ? message.GetString()! : "failed on purpose",
        spec.TryGetProperty("cause", out var cause) ? Failure(cause) : null,
        errorType: spec.TryGetProperty("type", out var type) ? type.GetString() : null,
        nonRetryable: spec.TryGetProperty("nonRetryable", out var flag) && flag.GetBoolean());
}
