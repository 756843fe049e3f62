using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Workflow.V1;
using Step = Temporalio.Api.Workflow.V1.PostResetOperation.VariantOneofCase;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>What a caller wants done to the run that a reset makes, before its first workflow task.</summary>
internal sealed class PostResetSteps
{
    private readonly List<Action<Transition>> _steps = [];

    /// <summary>Refuses steps that could not be taken.</summary>
    public PostResetSteps(
        ExecutionEngine engine, NamespaceEntry ns, IEnumerable<PostResetOperation> operations, string queue, string identity)
    {
        foreach (var operation in operations)
        {
            switch (operation.VariantCase)
            {
                case Step.SignalWorkflow:
                    AddSignal(operation.SignalWorkflow, identity);
                    break;
                case Step.UpdateWorkflowOptions:
                    var update = operation.UpdateWorkflowOptions;
                    var change = new OptionsChange(update.WorkflowExecutionOptions, update.UpdateMask, "");
                    OverrideRules.Check(engine, ns, change.NewOverride, queue);
                    _steps.Add(t => change.Apply(t));
                    break;
                default:
                    throw RpcErrors.InvalidArgument("unsupported post reset operation: <nil>");
            }
        }
    }

    /// <summary>Takes the steps in their order.</summary>
    public void Apply(Transition t) => _steps.ForEach(step => step(t));

    private void AddSignal(PostResetOperation.Types.SignalWorkflow given, string identity)
    {
        if (given.SignalName.Length == 0)
        {
            throw RpcErrors.InvalidArgument("SignalName is not set on request.");
        }

        _steps.Add(t => SignalMachine.Receive(t, new Signal
        {
            Name = given.SignalName,
            Input = given.Input,
            Header = given.Header,
            Identity = identity,
            Links = given.Links,
        }));
    }
}
