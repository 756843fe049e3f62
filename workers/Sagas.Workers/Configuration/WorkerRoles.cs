using Sagas.Contracts;

namespace Sagas.Workers.Configuration;

/// <summary>A role is a task queue's name, or <see cref="All"/> of them in one process.</summary>
internal static class WorkerRoles
{
    public const string All = "all";

    public static IReadOnlyList<string> Known { get; } = [All, .. TaskQueues.All];

    /// <summary>The task queues of a role.</summary>
    public static IReadOnlyList<string> QueuesOf(string role) => role == All ? TaskQueues.All : [role];
}
