using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Machines;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Updates: validated (except in replay, where they were), accepted or rejected, then handled.</summary>
internal sealed class UpdateHandlers
{
    private readonly WorkflowInstance _instance;
    private WorkflowUpdateDefinition? _dynamic;

    public UpdateHandlers(WorkflowInstance instance)
    {
        _instance = instance;
        _dynamic = instance.Definition.DynamicUpdate;
        Definitions = new HandlerDictionary<WorkflowUpdateDefinition>(
            instance.Definition.Updates, static d => d.Name);
    }

    public IDictionary<string, WorkflowUpdateDefinition> Definitions { get; }

    public WorkflowUpdateDefinition? Dynamic
    {
        get => _dynamic;
        set => _dynamic = value is { Dynamic: false }
            ? throw new ArgumentException("Update is not dynamic")
            : value;
    }

    public void Receive(UpdateMachine update) => _ = _instance.Scheduler.QueueNew(() => RunAsync(update));

    private async Task RunAsync(UpdateMachine update)
    {
        var name = update.Request.Input.Name;
        WorkflowUpdateInfo.Current = new(update.InstanceId, name);
        try
        {
            if (TryAccept(update, name) is { } input)
            {
                await HandleAsync(update, input);
            }
        }
        catch (Exception e)
        {
            _instance.FailTask(e);
        }
    }

    /// <summary>Accepts the update and returns the call; or rejects it and returns null.</summary>
    private HandleUpdateInput? TryAccept(UpdateMachine update, string name)
    {
        var issued = _instance.Commands.IssuedCount;
        HandleUpdateInput input;
        try
        {
            input = ReadInput(update, name);
            if (update.RunValidator)
            {
                Validate(input);
            }
        }
        catch (Exception e)
        {
            update.Reject(_instance.Run.FailureConverter.ToFailure(e, _instance.Run.PayloadConverter));
            return null;
        }
        if (_instance.Commands.IssuedCount != issued)
        {
            throw new InvalidOperationException(
                $"Update validator for {name} created workflow commands");
        }
        update.Accept();
        return input;
    }

    private HandleUpdateInput ReadInput(UpdateMachine update, string name)
    {
        var definition = Find(name) ?? throw new InvalidOperationException(
            $"Update handler for {name} expected but not found, known updates: " +
            $"[{string.Join(' ', Definitions.Keys.Order(StringComparer.Ordinal))}]");
        var args = HandlerArgs.Read(
            _instance.Run.PayloadConverter,
            "Update",
            name,
            definition.Dynamic,
            definition.Method,
            update.Request.Input.Args);
        return new(update.InstanceId, name, definition, args, PayloadCalls.FromHeader(update.Request.Input.Header));
    }

    private void Validate(HandleUpdateInput input)
    {
        _instance.Run.InValidator = true;
        try
        {
            _instance.Inbound.ValidateUpdate(input);
        }
        finally
        {
            _instance.Run.InValidator = false;
        }
    }

    private async Task HandleAsync(UpdateMachine update, HandleUpdateInput input)
    {
        LinkedListNode<HandlerTracker.Handler>? handler = null;
        try
        {
            var handling = _instance.Inbound.HandleUpdateAsync(input);
            // As on the official SDK a handler counts as running from its first await on.
            handler = _instance.Handlers.Enter("update", input.Update, input.Id, input.Definition.UnfinishedPolicy);
            var result = await handling;
            var payload = _instance.Run.PayloadConverter.ToPayload(result);
            update.Respond(new() { Success = new() { Payloads_ = { payload } } });
        }
        catch (Exception e) when (_instance.IsWorkflowFailure(e))
        {
            update.Respond(new()
            {
                Failure = _instance.Run.FailureConverter.ToFailure(e, _instance.Run.PayloadConverter),
            });
        }
        finally
        {
            if (handler != null)
            {
                _instance.Handlers.Leave(handler);
            }
        }
    }

    private WorkflowUpdateDefinition? Find(string name)
    {
        if (Definitions.TryGetValue(name, out var definition))
        {
            return definition;
        }
        return WorkflowHandlerRules.IsReserved(name) ? null : _dynamic;
    }
}
