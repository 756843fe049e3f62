using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.CancelExternalWorkflowAsync" />.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
public record CancelExternalWorkflowInput(string Id, string? RunId);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.CreateContinueAsNewException" />.</summary>
/// <param name="Workflow">Workflow type of the new run.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options, if any.</param>
/// <param name="Headers">Headers, if any.</param>
public record CreateContinueAsNewExceptionInput(
    string Workflow,
    IReadOnlyCollection<object?> Args,
    ContinueAsNewOptions? Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.DelayAsync" />.</summary>
/// <param name="Delay">Length.</param>
/// <param name="CancellationToken">Token; null means the workflow's own.</param>
/// <param name="Summary">One-line summary for the UI.</param>
public record DelayAsyncInput(TimeSpan Delay, CancellationToken? CancellationToken, string? Summary);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.ScheduleActivityAsync" />.</summary>
/// <param name="Activity">Activity type.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, if any.</param>
public record ScheduleActivityInput(
    string Activity,
    IReadOnlyCollection<object?> Args,
    ActivityOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.ScheduleLocalActivityAsync" />.</summary>
/// <param name="Activity">Activity type.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, if any.</param>
public record ScheduleLocalActivityInput(
    string Activity,
    IReadOnlyCollection<object?> Args,
    LocalActivityOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.SignalChildWorkflowAsync" />.</summary>
/// <param name="Id">Workflow id of the child.</param>
/// <param name="Signal">Signal name.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options, if any.</param>
/// <param name="Headers">Headers, if any.</param>
public record SignalChildWorkflowInput(
    string Id,
    string Signal,
    IReadOnlyCollection<object?> Args,
    ChildWorkflowSignalOptions? Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.SignalExternalWorkflowAsync" />.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="RunId">Run id, if any.</param>
/// <param name="Signal">Signal name.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options, if any.</param>
/// <param name="Headers">Headers, if any.</param>
public record SignalExternalWorkflowInput(
    string Id,
    string? RunId,
    string Signal,
    IReadOnlyCollection<object?> Args,
    ExternalWorkflowSignalOptions? Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.StartChildWorkflowAsync" />.</summary>
/// <param name="Workflow">Workflow type.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, if any.</param>
public record StartChildWorkflowInput(
    string Workflow,
    IReadOnlyCollection<object?> Args,
    ChildWorkflowOptions Options,
    IDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowOutboundInterceptor.ScheduleNexusOperationAsync" />.</summary>
/// <param name="Service">Service.</param>
/// <param name="ClientOptions">Options of the client, with the endpoint.</param>
/// <param name="OperationName">Operation.</param>
/// <param name="Arg">Argument.</param>
/// <param name="Options">Options.</param>
/// <param name="Headers">Headers, if any.</param>
public record ScheduleNexusOperationInput(
    string Service,
    NexusWorkflowClientOptions ClientOptions,
    string OperationName,
    object? Arg,
    NexusWorkflowOperationOptions Options,
    IDictionary<string, string>? Headers);
