using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Queries: answered at once, from the state as it is. A query that issues a command fails the task.</summary>
internal sealed class QueryHandlers
{
    private readonly WorkflowInstance _instance;
    private WorkflowQueryDefinition? _dynamic;

    public QueryHandlers(WorkflowInstance instance)
    {
        _instance = instance;
        _dynamic = instance.Definition.DynamicQuery;
        Definitions = new HandlerDictionary<WorkflowQueryDefinition>(
            instance.Definition.Queries, static d => d.Name);
    }

    public IDictionary<string, WorkflowQueryDefinition> Definitions { get; }

    public WorkflowQueryDefinition? Dynamic
    {
        get => _dynamic;
        set => _dynamic = value is { Dynamic: false }
            ? throw new ArgumentException("Query is not dynamic")
            : value;
    }

    /// <summary>Answers a query.</summary>
    /// <returns>The answer or the failure.</returns>
    public WorkflowQueryResult Answer(string id, WorkflowQuery query)
    {
        WorkflowQueryResult? result = null;
        _instance.Scheduler.RunNow(
            _ =>
            {
                _instance.Run.InQuery = true;
                try
                {
                    result = Run(id, query);
                }
                finally
                {
                    _instance.Run.InQuery = false;
                }
            },
            null);
        return result!;
    }

    private static WorkflowQueryResult Failed(string message) => new()
    {
        ResultType = QueryResultType.Failed,
        ErrorMessage = message,
    };

    private WorkflowQueryResult Run(string id, WorkflowQuery query)
    {
        var issued = _instance.Commands.IssuedCount;
        try
        {
            var answer = query.QueryType switch
            {
                WorkflowHandlerRules.StackTraceQuery => ToPayload(_instance.Stacks.Describe()),
                WorkflowHandlerRules.MetadataQuery => WorkflowMetadataQuery.Answer(_instance),
                _ => ToPayload(Handle(id, query)),
            };
            if (_instance.Commands.IssuedCount != issued)
            {
                throw new InvalidWorkflowOperationException(
                    $"Query handler for {query.QueryType} created workflow commands");
            }
            return new()
            {
                ResultType = QueryResultType.Answered,
                Answer = new() { Payloads_ = { answer } },
            };
        }
        catch (InvalidWorkflowOperationException e)
        {
            _instance.FailTask(e);
            return Failed(e.Message);
        }
        catch (Exception e)
        {
            var result = Failed(e.Message);
            result.Failure = _instance.Run.FailureConverter.ToFailure(e, _instance.Run.PayloadConverter);
            return result;
        }
    }

    private object? Handle(string id, WorkflowQuery query)
    {
        var definition = Find(query.QueryType) ?? throw new InvalidOperationException(
            $"Query handler for {query.QueryType} expected but not found, known queries: " +
            $"[{string.Join(' ', Definitions.Keys.Order(StringComparer.Ordinal))}]");
        var args = HandlerArgs.Read(
            _instance.Run.PayloadConverter,
            "Query",
            query.QueryType,
            definition.Dynamic,
            definition.Method,
            query.QueryArgs);
        return _instance.Inbound.HandleQuery(
            new HandleQueryInput(id, query.QueryType, definition, args, PayloadCalls.FromHeader(query.Header)));
    }

    private WorkflowQueryDefinition? Find(string name)
    {
        if (Definitions.TryGetValue(name, out var definition))
        {
            return definition;
        }
        return WorkflowHandlerRules.IsReserved(name) ? null : _dynamic;
    }

    private Payload ToPayload(object? value) => _instance.Run.PayloadConverter.ToPayload(value);
}
