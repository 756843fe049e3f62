using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows;

/// <summary>The workflows of a worker, by name.</summary>
internal sealed class WorkflowRegistry
{
    private readonly Dictionary<string, WorkflowDefinition> _byName = [];
    private readonly WorkflowDefinition? _dynamic;

    public WorkflowRegistry(IEnumerable<WorkflowDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (!definition.Instantiable)
            {
                throw new ArgumentException(
                    $"Workflow type {definition.Type.FullName} cannot be instantiated, " +
                    "register a class with a public constructor without parameters or with WorkflowInit");
            }
            if (definition.Name == null)
            {
                _dynamic = _dynamic == null
                    ? definition
                    : throw new ArgumentException("Multiple dynamic workflows registered");
            }
            else if (!_byName.TryAdd(definition.Name, definition))
            {
                throw new ArgumentException($"Duplicate workflow named {definition.Name}");
            }
        }
    }

    public WorkflowDefinition Find(string workflowType) =>
        _byName.TryGetValue(workflowType, out var definition) ? definition : _dynamic ??
        throw new ApplicationFailureException(
            $"Workflow type {workflowType} is not registered on this worker, available workflows: " +
            string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal)),
            errorType: "NotFoundError");
}
