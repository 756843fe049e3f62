using System.Linq.Expressions;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Nexus;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Nexus;

/// <summary>Starts the workflow that carries out a Nexus operation.</summary>
public class WorkflowRunOperationContext
{
    private const string TokenHeader = "Nexus-Operation-Token";

    internal WorkflowRunOperationContext(OperationStartContext handlerContext) => HandlerContext = handlerContext;

    /// <summary>What the handler gets to know of the call.</summary>
    public OperationStartContext HandlerContext { get; private init; }

    /// <summary>Starts the workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow type.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; without a task queue the worker's own is used.</param>
    /// <returns>The started workflow.</returns>
    public Task<NexusWorkflowRunHandle> StartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return StartWorkflowAsync(WorkflowDefinition.NameFromRunMethodForCall(method), args, options);
    }

    /// <summary>Starts the workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow type.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; without a task queue the worker's own is used.</param>
    /// <returns>The started workflow.</returns>
    public Task<NexusWorkflowRunHandle<TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(workflowRunCall);
        return StartWorkflowAsync<TResult>(WorkflowDefinition.NameFromRunMethodForCall(method), args, options);
    }

    /// <summary>Starts the workflow by name.</summary>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; without a task queue the worker's own is used.</param>
    /// <returns>The started workflow.</returns>
    public async Task<NexusWorkflowRunHandle> StartWorkflowAsync(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options) =>
        new(await StartAsync(workflow, args, options).ConfigureAwait(false));

    /// <summary>Starts the workflow by name.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">Options; without a task queue the worker's own is used.</param>
    /// <returns>The started workflow.</returns>
    public async Task<NexusWorkflowRunHandle<TResult>> StartWorkflowAsync<TResult>(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options) =>
        new(await StartAsync(workflow, args, options).ConfigureAwait(false));

    private async Task<WorkflowRunToken> StartAsync(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options)
    {
        var context = NexusOperationExecutionContext.Current;
        var client = context.TemporalClient;
        var token = new WorkflowRunToken(client.Options.Namespace, options.Id ?? string.Empty);
        var start = (WorkflowOptions)options.Clone();
        start.TaskQueue ??= context.Info.TaskQueue;
        start.Nexus = NexusStartOf(token);
        var handle = await client.StartWorkflowAsync(workflow, args, start).ConfigureAwait(false);
        HandlerContext.OutboundLinks.Add(NexusLinks.ToStarted(
            token.Namespace, token.WorkflowId, handle.ResultRunId ?? handle.FirstExecutionRunId ?? string.Empty));
        return token;
    }

    private NexusStart NexusStartOf(WorkflowRunToken token)
    {
        Link[] links = [.. NexusLinks.ToCaller(HandlerContext)];
        return new(HandlerContext.RequestId, CallbackOf(token, links), links);
    }

    private Callback? CallbackOf(WorkflowRunToken token, Link[] links)
    {
        if (HandlerContext.CallbackUrl is not { } url)
        {
            return null;
        }
        var callback = new Callback { Nexus = new() { Url = url }, Links = { links } };
        foreach (var (name, value) in HandlerContext.CallbackHeaders ?? new Dictionary<string, string>())
        {
            callback.Nexus.Header[name] = value;
        }
        if (!callback.Nexus.Header.Keys.Contains(TokenHeader, StringComparer.OrdinalIgnoreCase))
        {
            callback.Nexus.Header[TokenHeader] = token.ToString();
        }
        return callback;
    }
}
