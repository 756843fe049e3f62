using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Checks an override of a run's version, with the texts of a real server.</summary>
internal static class OverrideRules
{
    /// <summary>Refuses an override that is incomplete, or names a version whose workers never polled the run's queue.</summary>
    public static void Check(ExecutionEngine engine, NamespaceEntry ns, VersioningOverride? given, string queue)
    {
        switch (given?.OverrideCase)
        {
            case null:
                return;
            case VersioningOverride.OverrideOneofCase.Pinned:
                CheckPinned(engine, ns, given.Pinned, queue);
                return;
            case VersioningOverride.OverrideOneofCase.None:
                CheckOld(given);
                return;
        }
    }

    private static void CheckPinned(
        ExecutionEngine engine, NamespaceEntry ns, VersioningOverride.Types.PinnedOverride pinned, string queue)
    {
        if (pinned.Version is null)
        {
            throw RpcErrors.InvalidArgument("must provide version if override is pinned.");
        }

        if (pinned.Behavior == VersioningOverride.Types.PinnedOverrideBehavior.Unspecified)
        {
            throw RpcErrors.InvalidArgument("must specify pinned override behavior if override is pinned.");
        }

        var version = VersionWish.Text(pinned.Version);
        if (engine.Queues.Router?.Serves(new QueueKey(ns.Id, queue, QueueKind.Workflow, version)) == false)
        {
            throw RpcErrors.FailedPrecondition(
                $"Pinned version '{version}' is not present in task queue '{queue}' of type 'Workflow'");
        }
    }

    /// <summary>The form before there were pinned overrides: a behavior beside a version.</summary>
    private static void CheckOld(VersioningOverride given)
    {
#pragma warning disable CS0612 // Old clients still send it.
        var hasVersion = given.Deployment is not null || given.PinnedVersion.Length > 0;
        Requests.Refuse(given.Behavior switch
        {
            VersioningBehavior.Unspecified => "override behavior is required",
            VersioningBehavior.Pinned when !hasVersion =>
                "must provide deployment (deprecated) or pinned version if behavior is 'PINNED'",
            VersioningBehavior.AutoUpgrade when hasVersion =>
                "only provide pinned version if behavior is 'PINNED'",
            _ => null,
        });
#pragma warning restore CS0612
    }
}
