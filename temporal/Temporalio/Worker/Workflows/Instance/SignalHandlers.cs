using Temporalio.Api.History.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Signals: those without a handler wait until one is registered.</summary>
internal sealed class SignalHandlers
{
    private readonly WorkflowInstance _instance;
    private readonly List<WorkflowExecutionSignaledEventAttributes> _buffered = [];
    private WorkflowSignalDefinition? _dynamic;

    public SignalHandlers(WorkflowInstance instance)
    {
        _instance = instance;
        _dynamic = instance.Definition.DynamicSignal;
        Definitions = new HandlerDictionary<WorkflowSignalDefinition>(
            instance.Definition.Signals, static d => d.Name, _ => DeliverBuffered());
    }

    public IDictionary<string, WorkflowSignalDefinition> Definitions { get; }

    public WorkflowSignalDefinition? Dynamic
    {
        get => _dynamic;
        set
        {
            if (value is { Dynamic: false })
            {
                throw new ArgumentException("Signal is not dynamic");
            }
            _dynamic = value;
            DeliverBuffered();
        }
    }

    public void Receive(WorkflowExecutionSignaledEventAttributes signal)
    {
        if (Find(signal.SignalName) is { } definition)
        {
            Handle(definition, signal);
        }
        else
        {
            _buffered.Add(signal);
        }
    }

    private WorkflowSignalDefinition? Find(string name)
    {
        if (Definitions.TryGetValue(name, out var definition))
        {
            return definition;
        }
        return WorkflowHandlerRules.IsReserved(name) ? null : _dynamic;
    }

    private void DeliverBuffered()
    {
        for (var i = 0; i < _buffered.Count;)
        {
            if (Find(_buffered[i].SignalName) is { } definition)
            {
                var signal = _buffered[i];
                _buffered.RemoveAt(i);
                Handle(definition, signal);
            }
            else
            {
                i++;
            }
        }
    }

    private void Handle(WorkflowSignalDefinition definition, WorkflowExecutionSignaledEventAttributes signal)
    {
        object?[] args;
        try
        {
            args = HandlerArgs.Read(
                _instance.Run.PayloadConverter,
                "Signal",
                signal.SignalName,
                definition.Dynamic,
                definition.Method,
                signal.Input);
        }
        catch (Exception e)
        {
            // A sender's mistake must not stop the workflow: the signal is dropped, as documented.
            Logs.SignalArgumentsInvalid(_instance.Run.Logger, signal.SignalName, e);
            return;
        }
        var input = new Interceptors.HandleSignalInput(
            signal.SignalName, definition, args, PayloadCalls.FromHeader(signal.Header));
        _ = _instance.Scheduler.QueueNew(() => RunAsync(input));
    }

    private async Task RunAsync(Interceptors.HandleSignalInput input)
    {
        var handler = _instance.Handlers.Enter("signal", input.Signal, null, input.Definition.UnfinishedPolicy);
        try
        {
            await _instance.Inbound.HandleSignalAsync(input);
        }
        catch (Exception e)
        {
            _instance.OnUnhandledException(e);
        }
        finally
        {
            _instance.Handlers.Leave(handler);
        }
    }
}
