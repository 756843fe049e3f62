using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>SignalWorkflowExecution.</summary>
internal sealed class SignalService(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<SignalWorkflowExecutionRequest, SignalWorkflowExecutionResponse>("SignalWorkflowExecution", SignalAsync);

    /// <summary>Records a signal; answered when it is durable.</summary>
    public async Task<SignalWorkflowExecutionResponse> SignalAsync(
        SignalWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.WorkflowExecution);
        if (request.SignalName.Length == 0)
        {
            throw RpcErrors.InvalidArgument("SignalName is not set on request.");
        }

        Requests.CheckLength(request.SignalName, "SignalName length exceeds limit.");
        Requests.CheckLength(request.RequestId, "RequestId length exceeds limit.");
        LinkRules.Check(request.Links);
        Requests.CheckBlob(request.Input);
        var signal = new Signal
        {
            Name = request.SignalName,
            Input = request.Input,
            Header = request.Header,
            Identity = request.Identity,
            RequestId = request.RequestId,
            Links = request.Links,
        };
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), async session =>
        {
            Receive(session, await session.RequireOpenAsync(request.WorkflowExecution.RunId).ConfigureAwait(false), signal);
            return new SignalWorkflowExecutionResponse();
        }).ConfigureAwait(false);
    }

    /// <summary>Records a signal in an open run.</summary>
    public static void Receive(WorkflowSession session, WorkflowRun run, Signal signal)
    {
        var t = session.Begin(run);
        if (SignalMachine.Receive(t, signal))
        {
            session.Commit(t);
        }
        else
        {
            session.Rollback();
        }
    }
}
