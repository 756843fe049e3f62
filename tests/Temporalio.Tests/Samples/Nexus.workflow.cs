using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Nexus;
using Temporalio.Workflows;

namespace Temporalio.Tests.Samples;

[NexusService]
public interface IGreetings
{
    /// <summary>Answers at once.</summary>
    [NexusOperation]
    string Hello(string name);

    /// <summary>Is carried out by a workflow.</summary>
    [NexusOperation]
    string Long(string name);

    [NexusOperation]
    void Ping();

    [NexusOperation]
    string Refuse(string how);

    /// <summary>Uses the client of the handler's worker; answers with the id of the workflow that it started.</summary>
    [NexusOperation]
    string Tell(string what);
}

[NexusServiceHandler(typeof(IGreetings))]
public class Greetings
{
    [NexusOperationHandler]
    public IOperationHandler<string, string> Hello() =>
        OperationHandler.Sync<string, string>((_, name) => $"Hello, {name}");

    [NexusOperationHandler]
    public IOperationHandler<string, string> Long() => WorkflowRunOperationHandler.FromHandleFactory(
        (WorkflowRunOperationContext context, string name) => context.StartWorkflowAsync(
            (LongGreeting wf) => wf.RunAsync(name),
            new WorkflowOptions { Id = $"greeting-{context.HandlerContext.RequestId}" }));

    [NexusOperationHandler]
    public IOperationHandler<NoValue, NoValue> Ping() =>
        OperationHandler.Sync<NoValue, NoValue>((_, _) => default(NoValue));

    [NexusOperationHandler]
    public IOperationHandler<string, string> Refuse() =>
        OperationHandler.Sync<string, string>(string (OperationStartContext _, string how) => throw RefusalOf(how));

    [NexusOperationHandler]
    public IOperationHandler<string, string> Tell() => OperationHandler.Sync<string, string>(async (context, what) =>
    {
        var client = NexusOperationExecutionContext.Current.TemporalClient;
        var options = new WorkflowOptions($"told-{context.RequestId}", NexusOperationExecutionContext.Current.Info.TaskQueue);
        var workflow = await client.StartWorkflowAsync((LongGreeting wf) => wf.RunAsync("wait"), options);
        await workflow.SignalAsync(what, []);
        options.IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting;
        options.SignalWithStart(what, []);
        await client.StartWorkflowAsync((LongGreeting wf) => wf.RunAsync("wait"), options);
        await workflow.TerminateAsync();
        return workflow.Id;
    });

    private static Exception RefusalOf(string how) => how switch
    {
        "handler" => new HandlerException(HandlerErrorType.BadRequest, how),
        "failed" => OperationException.CreateFailed(how),
        "canceled" => OperationException.CreateCanceled(how),
        _ => new ApplicationFailureException(how, errorType: "Mine", nonRetryable: true),
    };
}

[Workflow]
public class LongGreeting
{
    [WorkflowRun]
    public async Task<string> RunAsync(string name)
    {
        switch (name)
        {
            case "fail":
                throw new ApplicationFailureException("broken", errorType: "Mine");
            case "wait":
                await Workflow.WaitConditionAsync(() => false);
                break;
        }
        return $"Long hello, {name}";
    }
}

[Workflow]
public class GreetingCaller
{
    [WorkflowRun]
    public async Task<string> RunAsync(string endpoint, string operation, string arg)
    {
        var client = Workflow.CreateNexusWorkflowClient<IGreetings>(endpoint);
        switch (operation)
        {
            case "Hello":
                return await client.ExecuteNexusOperationAsync(svc => svc.Hello(arg));
            case "Long":
                var handle = await client.StartNexusOperationAsync(svc => svc.Long(arg));
                var result = await handle.GetResultAsync();
                return handle.OperationToken is { Length: > 0 } ? result : "no token";
            case "Ping":
                await client.ExecuteNexusOperationAsync(svc => svc.Ping());
                return "pong";
            default:
                return await Workflow.CreateNexusWorkflowClient("Greetings", endpoint)
                    .ExecuteNexusOperationAsync<string>(operation, arg);
        }
    }
}

[Workflow]
public class CancellingCaller
{
    [WorkflowRun]
    public async Task<string> RunAsync(string endpoint, NexusOperationCancellationType type)
    {
        using var cancel = new CancellationTokenSource();
        var handle = await Workflow.CreateNexusWorkflowClient<IGreetings>(endpoint).StartNexusOperationAsync(
            svc => svc.Long("wait"), new() { CancellationToken = cancel.Token, CancellationType = type });
        cancel.Cancel();
        try
        {
            return await handle.GetResultAsync();
        }
        catch (NexusOperationFailureException e) when (TemporalException.IsCanceledException(e))
        {
            return $"canceled {e.Operation}: {e.Message}";
        }
    }
}
