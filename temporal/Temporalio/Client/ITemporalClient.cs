using System.Linq.Expressions;
using Temporalio.Client.Interceptors;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Temporalio.Client;

/// <summary>A client of one namespace. Safe for concurrent use.</summary>
public interface ITemporalClient : IWorkerClient
{
    /// <summary>Connection of the client.</summary>
    ITemporalConnection Connection { get; }

    /// <summary>First interceptor of the client's calls.</summary>
    ClientOutboundInterceptor OutboundInterceptor { get; }

    /// <summary>Raw calls of the workflow service.</summary>
    WorkflowService WorkflowService { get; }

    /// <summary>Raw calls of the operator service.</summary>
    OperatorService OperatorService { get; }

    /// <summary>Starts a workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>Handle of the workflow.</returns>
    /// <exception cref="WorkflowAlreadyStartedException">Refused because of a workflow with the same id.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
        Expression<Func<TWorkflow, Task<TResult>>> workflowRunCall, WorkflowOptions options);

    /// <summary>Starts a workflow.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="workflowRunCall">Call of the run method.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>Handle of the workflow.</returns>
    /// <exception cref="WorkflowAlreadyStartedException">Refused because of a workflow with the same id.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowHandle<TWorkflow>> StartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> workflowRunCall, WorkflowOptions options);

    /// <summary>Starts a workflow.</summary>
    /// <param name="workflow">Workflow type.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options; id and task queue are required.</param>
    /// <returns>Handle of the workflow.</returns>
    /// <exception cref="WorkflowAlreadyStartedException">Refused because of a workflow with the same id.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowHandle> StartWorkflowAsync(
        string workflow, IReadOnlyCollection<object?> args, WorkflowOptions options);

    /// <summary>Makes a handle of a workflow, without asking the server.</summary>
    /// <param name="id">Workflow id.</param>
    /// <param name="runId">Run id; null for the current run.</param>
    /// <param name="firstExecutionRunId">First run id of the chain that may be cancelled or terminated.</param>
    /// <returns>The handle.</returns>
    WorkflowHandle GetWorkflowHandle(string id, string? runId = null, string? firstExecutionRunId = null);

    /// <summary>Makes a handle of a workflow, without asking the server.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="id">Workflow id.</param>
    /// <param name="runId">Run id; null for the current run.</param>
    /// <param name="firstExecutionRunId">First run id of the chain that may be cancelled or terminated.</param>
    /// <returns>The handle.</returns>
    WorkflowHandle<TWorkflow> GetWorkflowHandle<TWorkflow>(
        string id, string? runId = null, string? firstExecutionRunId = null);

    /// <summary>Makes a handle of a workflow, without asking the server.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="id">Workflow id.</param>
    /// <param name="runId">Run id; null for the current run.</param>
    /// <param name="firstExecutionRunId">First run id of the chain that may be cancelled or terminated.</param>
    /// <returns>The handle.</returns>
    WorkflowHandle<TWorkflow, TResult> GetWorkflowHandle<TWorkflow, TResult>(
        string id, string? runId = null, string? firstExecutionRunId = null);

    /// <summary>Starts an update, and the workflow if need be, in one call.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowUpdateHandle> StartUpdateWithStartWorkflowAsync<TWorkflow>(
        Expression<Func<TWorkflow, Task>> updateCall, WorkflowStartUpdateWithStartOptions options);

    /// <summary>Starts an update, and the workflow if need be, in one call.</summary>
    /// <typeparam name="TWorkflow">Workflow class or interface.</typeparam>
    /// <typeparam name="TUpdateResult">Type of the update's result.</typeparam>
    /// <param name="updateCall">Call of the update method.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TWorkflow, TUpdateResult>(
        Expression<Func<TWorkflow, Task<TUpdateResult>>> updateCall, WorkflowStartUpdateWithStartOptions options);

    /// <summary>Starts an update, and the workflow if need be, in one call.</summary>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowUpdateHandle> StartUpdateWithStartWorkflowAsync(
        string update, IReadOnlyCollection<object?> args, WorkflowStartUpdateWithStartOptions options);

    /// <summary>Starts an update, and the workflow if need be, in one call.</summary>
    /// <typeparam name="TUpdateResult">Type of the update's result.</typeparam>
    /// <param name="update">Name of the update.</param>
    /// <param name="args">Arguments; they must be convertible.</param>
    /// <param name="options">Options, with the start.</param>
    /// <returns>Handle of the update.</returns>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<WorkflowUpdateHandle<TUpdateResult>> StartUpdateWithStartWorkflowAsync<TUpdateResult>(
        string update, IReadOnlyCollection<object?> args, WorkflowStartUpdateWithStartOptions options);

    /// <summary>Lists workflows, fetching pages as they are needed.</summary>
    /// <param name="query">Filter in the list language.</param>
    /// <param name="options">Options.</param>
    /// <returns>Workflows.</returns>
    IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(string query, WorkflowListOptions? options = null);

    /// <summary>Lists one page of workflows.</summary>
    /// <param name="query">Filter in the list language.</param>
    /// <param name="nextPageToken">Token of the page; null for the first.</param>
    /// <param name="options">Options.</param>
    /// <returns>The page.</returns>
    Task<WorkflowListPage> ListWorkflowsPaginatedAsync(
        string query, byte[]? nextPageToken, WorkflowListPaginatedOptions? options = null);

    /// <summary>Counts workflows.</summary>
    /// <param name="query">Filter in the list language, maybe with a group-by.</param>
    /// <param name="options">Options.</param>
    /// <returns>The count.</returns>
    Task<WorkflowExecutionCount> CountWorkflowsAsync(string query, WorkflowCountOptions? options = null);

    /// <summary>Creates a schedule.</summary>
    /// <param name="scheduleId">Schedule id.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="options">Options.</param>
    /// <returns>Handle of the schedule.</returns>
    /// <exception cref="ScheduleAlreadyRunningException">There is one with this id.</exception>
    Task<ScheduleHandle> CreateScheduleAsync(string scheduleId, Schedule schedule, ScheduleOptions? options = null);

    /// <summary>Makes a handle of a schedule, without asking the server.</summary>
    /// <param name="scheduleId">Schedule id.</param>
    /// <returns>The handle.</returns>
    ScheduleHandle GetScheduleHandle(string scheduleId);

    /// <summary>Lists schedules, fetching pages as they are needed.</summary>
    /// <param name="options">Options.</param>
    /// <returns>Schedules.</returns>
    IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ScheduleListOptions? options = null);

    /// <summary>Makes a handle of an activity that is completed from outside.</summary>
    /// <param name="taskToken">Token of the activity's task.</param>
    /// <returns>The handle.</returns>
    AsyncActivityHandle GetAsyncActivityHandle(byte[] taskToken);

    /// <summary>Makes a handle of an activity that is completed from outside.</summary>
    /// <param name="workflowId">Workflow id.</param>
    /// <param name="runId">Run id of the workflow.</param>
    /// <param name="activityId">Activity id.</param>
    /// <returns>The handle.</returns>
    AsyncActivityHandle GetAsyncActivityHandle(string workflowId, string runId, string activityId);
}
