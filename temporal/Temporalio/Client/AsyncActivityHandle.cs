using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <summary>An activity that is completed from outside.</summary>
/// <param name="Client">Client.</param>
/// <param name="Activity">The activity.</param>
public record AsyncActivityHandle(ITemporalClient Client, AsyncActivityHandle.Reference Activity)
    : IWithSerializationContext<AsyncActivityHandle>
{
    /// <summary>Converter to use instead of the client's; null for the client's.</summary>
    public DataConverter? DataConverterOverride { get; init; }

    /// <summary>Sends a heartbeat.</summary>
    /// <param name="options">Options, with the details.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="AsyncActivityCanceledException">The activity was cancelled.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task HeartbeatAsync(AsyncActivityHeartbeatOptions? options = null) =>
        Client.OutboundInterceptor.HeartbeatAsyncActivityAsync(new(Activity, options, DataConverterOverride));

    /// <summary>Completes the activity.</summary>
    /// <param name="result">Result; it must be convertible.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task CompleteAsync(object? result = null, AsyncActivityCompleteOptions? options = null) =>
        Client.OutboundInterceptor.CompleteAsyncActivityAsync(new(Activity, result, options, DataConverterOverride));

    /// <summary>Fails the activity.</summary>
    /// <param name="exception">Cause.</param>
    /// <param name="options">Options.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task FailAsync(Exception exception, AsyncActivityFailOptions? options = null) =>
        Client.OutboundInterceptor.FailAsyncActivityAsync(new(Activity, exception, options, DataConverterOverride));

    /// <summary>Reports that the activity is cancelled, after it was asked to.</summary>
    /// <param name="options">Options, with the details.</param>
    /// <returns>Task of the call.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task ReportCancellationAsync(AsyncActivityReportCancellationOptions? options = null) =>
        Client.OutboundInterceptor.ReportCancellationAsyncActivityAsync(
            new(Activity, options, DataConverterOverride));

    /// <inheritdoc />
    public AsyncActivityHandle WithSerializationContext(ISerializationContext context) => this with
    {
        DataConverterOverride =
            (DataConverterOverride ?? Client.Options.DataConverter).WithSerializationContext(context),
    };

    /// <summary>Which activity.</summary>
    public abstract record Reference
    {
        private protected Reference()
        {
        }
    }

    /// <summary>An activity by ids.</summary>
    /// <param name="WorkflowId">Workflow id.</param>
    /// <param name="RunId">Run id of the workflow; null for the current run.</param>
    /// <param name="ActivityId">Activity id.</param>
    public record IdReference(string WorkflowId, string? RunId, string ActivityId) : Reference;

    /// <summary>One attempt of an activity by its token.</summary>
    /// <param name="TaskToken">Token of the activity's task.</param>
    public record TaskTokenReference(byte[] TaskToken) : Reference;
}
