using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>
/// Traces calls of clients, workflows with their handlers and calls, and attempts of activities, and carries trace and
/// baggage from each to the next in a header. To be set as interceptor of the client, whose workers then use it too.
/// Spans of workflows are points in time and are not made on replay, except those of queries.
/// </summary>
/// <param name="options">Options; null for the defaults.</param>
public class TracingInterceptor(TracingInterceptorOptions? options = null) : IClientInterceptor, IWorkerInterceptor
{
    /// <summary>Source of the spans of clients.</summary>
    public static readonly ActivitySource ClientSource = new("Temporalio.Extensions.OpenTelemetry.Client");

    /// <summary>Source of the spans of workflows.</summary>
    public static readonly ActivitySource WorkflowsSource = new("Temporalio.Extensions.OpenTelemetry.Workflow");

    /// <summary>Source of the spans of activities.</summary>
    public static readonly ActivitySource ActivitiesSource = new("Temporalio.Extensions.OpenTelemetry.Activity");

    /// <summary>Gets the options; not to be changed.</summary>
    public TracingInterceptorOptions Options { get; init; } = options ?? new();

    /// <inheritdoc />
    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) =>
        new ClientTracing(this, nextInterceptor);

    /// <inheritdoc />
    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
        new WorkflowTracing(this, nextInterceptor);

    /// <inheritdoc />
    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
        new ActivityTracing(this, nextInterceptor);

    /// <summary>Marks a span as failed; a failure declared to be benign is noted only.</summary>
    internal static void Fail(Activity? span, Exception e)
    {
        if (e is not ApplicationFailureException { Category: ApplicationErrorCategory.Benign })
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
        }
        span?.AddException(e);
    }

    /// <summary>Adds trace and baggage to headers; gives the headers unchanged when there is neither.</summary>
    internal IDictionary<string, Payload>? WithContext(IDictionary<string, Payload>? headers, ActivityContext? context) =>
        context.GetValueOrDefault() != default || Baggage.Current.Count > 0
            ? HeadersFromContext(headers, new(context.GetValueOrDefault(), Baggage.Current))
            : headers;

    /// <summary>Reads a trace from headers.</summary>
    internal PropagationContext? ReadContext(IReadOnlyDictionary<string, Payload>? headers) => HeadersToContext(headers);

    internal IEnumerable<KeyValuePair<string, object?>> UpdateTags(string workflowId, string? updateId) =>
        CreateUpdateTags(workflowId, updateId);

    internal IEnumerable<KeyValuePair<string, object?>> WorkflowTags(string workflowId) => CreateWorkflowTags(workflowId);

    internal IEnumerable<KeyValuePair<string, object?>> InWorkflowTags() => CreateInWorkflowTags();

    internal IEnumerable<KeyValuePair<string, object?>> InActivityTags() => CreateInActivityTags();

    /// <summary>Writes a trace into headers.</summary>
    /// <param name="headers">Headers to add to; null for new ones.</param>
    /// <param name="ctx">Trace.</param>
    /// <returns>The headers.</returns>
    protected virtual IDictionary<string, Payload> HeadersFromContext(
        IDictionary<string, Payload>? headers, PropagationContext ctx)
    {
        var carrier = new Dictionary<string, string>();
        Options.Propagator.Inject(ctx, carrier, static (to, key, value) => to[key] = value);
        var result = headers ?? new Dictionary<string, Payload>();
        result[Options.HeaderKey] = DataConverter.Default.PayloadConverter.ToPayload(carrier);
        return result;
    }

    /// <summary>Reads a trace from headers.</summary>
    /// <param name="headers">Headers.</param>
    /// <returns>The trace; null when there is none.</returns>
    protected virtual PropagationContext? HeadersToContext(IReadOnlyDictionary<string, Payload>? headers)
    {
        if (headers?.TryGetValue(Options.HeaderKey, out var payload) != true)
        {
            return null;
        }
        var carrier = DataConverter.Default.PayloadConverter.ToValue<Dictionary<string, string>>(payload!);
        return Options.Propagator.Extract(
            default, carrier, static (from, key) => from.TryGetValue(key, out var value) ? [value] : []);
    }

    /// <summary>Makes the tags of a client's call.</summary>
    /// <param name="workflowId">Id of the workflow.</param>
    /// <returns>The tags.</returns>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateWorkflowTags(string workflowId) =>
        Tags((Options.TagNameWorkflowId, workflowId));

    /// <summary>Makes the tags of a client's update.</summary>
    /// <param name="workflowId">Id of the workflow.</param>
    /// <param name="updateId">Id of the update, if it was given one.</param>
    /// <returns>The tags.</returns>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateUpdateTags(string workflowId, string? updateId) =>
        Tags((Options.TagNameWorkflowId, workflowId), (Options.TagNameUpdateId, updateId));

    /// <summary>Makes the tags of a workflow's spans; called in the workflow.</summary>
    /// <returns>The tags.</returns>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateInWorkflowTags() => Tags(
        (Options.TagNameWorkflowId, Workflow.Info.WorkflowId), (Options.TagNameRunId, Workflow.Info.RunId));

    /// <summary>Makes the tags of an activity's span; called in the activity.</summary>
    /// <returns>The tags.</returns>
    protected virtual IEnumerable<KeyValuePair<string, object?>> CreateInActivityTags()
    {
        var info = ActivityExecutionContext.Current.Info;
        return Tags(
            (Options.TagNameWorkflowId, info.WorkflowId),
            (Options.TagNameRunId, info.WorkflowRunId),
            (Options.TagNameActivityId, info.ActivityId));
    }

    private static List<KeyValuePair<string, object?>> Tags(params ReadOnlySpan<(string? Name, string? Value)> tags)
    {
        var list = new List<KeyValuePair<string, object?>>(tags.Length);
        foreach (var (name, value) in tags)
        {
            if (name != null && value != null)
            {
                list.Add(new(name, value));
            }
        }
        return list;
    }
}
