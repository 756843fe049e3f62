namespace Temporalio.Workflows;

/// <content>Handlers that change while the workflow runs.</content>
public static partial class Workflow
{
    /// <summary>Gets a value indicating whether no signal and no update handler is running.</summary>
    public static bool AllHandlersFinished => Context.Handlers.AllFinished;

    /// <summary>Gets the signal handlers; one that is added receives the signals buffered for it.</summary>
    public static IDictionary<string, WorkflowSignalDefinition> Signals => Context.Signals.Definitions;

    /// <summary>Gets the query handlers.</summary>
    public static IDictionary<string, WorkflowQueryDefinition> Queries => Context.Queries.Definitions;

    /// <summary>Gets the update handlers.</summary>
    public static IDictionary<string, WorkflowUpdateDefinition> Updates => Context.Updates.Definitions;

    /// <summary>
    /// Gets or sets the handler of signals without a handler of their own; it receives all buffered ones.
    /// </summary>
    public static WorkflowSignalDefinition? DynamicSignal
    {
        get => Context.Signals.Dynamic;
        set => Context.Signals.Dynamic = value;
    }

    /// <summary>Gets or sets the handler of queries without a handler of their own.</summary>
    public static WorkflowQueryDefinition? DynamicQuery
    {
        get => Context.Queries.Dynamic;
        set => Context.Queries.Dynamic = value;
    }

    /// <summary>Gets or sets the handler of updates without a handler of their own.</summary>
    public static WorkflowUpdateDefinition? DynamicUpdate
    {
        get => Context.Updates.Dynamic;
        set => Context.Updates.Dynamic = value;
    }
}
