using System.Reflection;
using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Call of <see cref="WorkflowInboundInterceptor.ExecuteWorkflowAsync" />.</summary>
/// <param name="Instance">Workflow instance.</param>
/// <param name="RunMethod">Run method.</param>
/// <param name="Args">Arguments.</param>
public record ExecuteWorkflowInput(object Instance, MethodInfo RunMethod, object?[] Args);

/// <summary>Call of <see cref="WorkflowInboundInterceptor.HandleSignalAsync" />.</summary>
/// <param name="Signal">Signal name.</param>
/// <param name="Definition">Handler.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Headers">Headers.</param>
public record HandleSignalInput(
    string Signal,
    WorkflowSignalDefinition Definition,
    object?[] Args,
    IReadOnlyDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowInboundInterceptor.HandleQuery" />.</summary>
/// <param name="Id">Query id.</param>
/// <param name="Query">Query name.</param>
/// <param name="Definition">Handler.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Headers">Headers.</param>
public record HandleQueryInput(
    string Id,
    string Query,
    WorkflowQueryDefinition Definition,
    object?[] Args,
    IReadOnlyDictionary<string, Payload>? Headers);

/// <summary>Call of <see cref="WorkflowInboundInterceptor.HandleUpdateAsync" /> and of its validator.</summary>
/// <param name="Id">Update id.</param>
/// <param name="Update">Update name.</param>
/// <param name="Definition">Handler.</param>
/// <param name="Args">Arguments.</param>
/// <param name="Headers">Headers.</param>
public record HandleUpdateInput(
    string Id,
    string Update,
    WorkflowUpdateDefinition Definition,
    object?[] Args,
    IReadOnlyDictionary<string, Payload>? Headers);
