using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Instance;

namespace Temporalio.Workflows;

/// <summary>
/// Everything a workflow may ask for or do. Every member but <see cref="InWorkflow" /> throws
/// <see cref="InvalidOperationException" /> outside of a workflow.
/// </summary>
public static partial class Workflow
{
    /// <summary>Gets a value indicating whether the current code runs in a workflow.</summary>
    public static bool InWorkflow => WorkflowInstance.Current != null;

    /// <summary>Gets the facts of the run that never change.</summary>
    public static WorkflowInfo Info => Context.Run.Info;

    /// <summary>Gets the workflow instance.</summary>
    public static object Instance => Context.Main.Instance;

    /// <summary>Gets the workflow's time: the start of the current workflow task, in UTC.</summary>
    public static DateTime UtcNow => Context.Run.UtcNow;

    /// <summary>Gets the deterministic random generator of the run.</summary>
    public static DeterministicRandom Random => Context.Run.Random;

    /// <summary>Gets the token that is cancelled when the workflow is.</summary>
    public static CancellationToken CancellationToken => Context.Run.CancellationToken;

    /// <summary>Gets the logger of the workflow; it is silent during replay.</summary>
    public static ILogger Logger => Context.Run.Logger;

    /// <summary>Gets the metric meter of the workflow; it is silent during replay.</summary>
    public static MetricMeter MetricMeter => Context.Run.MetricMeter;

    /// <summary>Gets the payload converter.</summary>
    public static IPayloadConverter PayloadConverter => Context.Run.PayloadConverter;

    /// <summary>Gets the memo of the workflow, with the changes made by it.</summary>
    public static IReadOnlyDictionary<string, IRawValue> Memo => Context.Upserts.Memo;

    /// <summary>Gets the search attributes of the workflow, with the changes made by it.</summary>
    public static SearchAttributeCollection TypedSearchAttributes => Context.Upserts.SearchAttributes;

    /// <summary>Gets a value indicating whether the server suggests to continue as new.</summary>
    public static bool ContinueAsNewSuggested => Context.Run.ContinueAsNewSuggested;

    /// <summary>Gets the reasons of <see cref="ContinueAsNewSuggested" />.</summary>
    public static IReadOnlyCollection<SuggestContinueAsNewReason> SuggestedContinueAsNewReasons =>
        Context.Run.ContinueAsNewReasons;

    /// <summary>Gets the number of history events up to the current workflow task.</summary>
    public static int CurrentHistoryLength => Context.Run.HistoryLength;

    /// <summary>Gets the size of the history up to the current workflow task, in bytes.</summary>
    public static int CurrentHistorySize => Context.Run.HistorySize;

    /// <summary>Gets the build id of the worker that completed, or works on, the current workflow task.</summary>
    public static string CurrentBuildId => Context.Run.DeploymentVersion?.BuildId ?? string.Empty;

    /// <summary>Gets the deployment version that completed, or works on, the current workflow task.</summary>
    public static WorkerDeploymentVersion? CurrentDeploymentVersion => Context.Run.DeploymentVersion;

    /// <summary>Gets a value indicating whether the target deployment version differs from the run's.</summary>
    public static bool TargetWorkerDeploymentVersionChanged => Context.Run.TargetDeploymentVersionChanged;

    /// <summary>Gets or sets details for the UI that change while the workflow runs; Markdown.</summary>
    public static string CurrentDetails
    {
        get => Context.Run.CurrentDetails;
        set => Context.Run.CurrentDetails = value;
    }

    /// <summary>Gets the update that the current handler or validator works on; null elsewhere.</summary>
    public static WorkflowUpdateInfo? CurrentUpdateInfo => WorkflowUpdateInfo.Current;

    private static WorkflowInstance Context =>
        WorkflowInstance.Current ?? throw new InvalidOperationException("Not in workflow");

    /// <summary>Creates a deterministic random GUID.</summary>
    /// <returns>The GUID, version 4.</returns>
    public static Guid NewGuid() => Context.Run.NewGuid();

    /// <summary>
    /// Whether new code may run: true in new runs and in replays of runs that have recorded the patch; false in replays
    /// of older runs.
    /// </summary>
    /// <param name="patchId">Id of the patch.</param>
    /// <returns>True to run the new code.</returns>
    public static bool Patched(string patchId) => Context.Patches.Patch(patchId, deprecated: false);

    /// <summary>Says that no run older than the patch exists any more; a later version may drop the call.</summary>
    /// <param name="patchId">Id of the patch.</param>
    public static void DeprecatePatch(string patchId) => Context.Patches.Patch(patchId, deprecated: true);

    /// <summary>Changes the memo of the workflow.</summary>
    /// <param name="updates">Changes, at least one, each key once.</param>
    public static void UpsertMemo(params MemoUpdate[] updates) => Context.Upserts.UpsertMemo(updates);

    /// <summary>Changes the search attributes of the workflow.</summary>
    /// <param name="updates">Changes, at least one, each key once.</param>
    public static void UpsertTypedSearchAttributes(params SearchAttributeUpdate[] updates) =>
        Context.Upserts.UpsertSearchAttributes(updates);

    /// <summary>What only experts need.</summary>
    public static class Unsafe
    {
        /// <summary>Gets a value indicating whether the workflow code is being replayed, or answers a query.</summary>
        public static bool IsReplaying => Context.Run.IsReplaying;

        /// <summary>Gets a value indicating whether history is being replayed and no query or validator runs.</summary>
        public static bool IsReplayingHistoryEvents => Context.Run.IsReplayingHistoryEvents;

        /// <summary>Runs code whose use of the default task scheduler is not reported.</summary>
        /// <typeparam name="T">Type of the result.</typeparam>
        /// <param name="fn">Code.</param>
        /// <returns>Result of the code.</returns>
        public static T WithTracingEventListenerDisabled<T>(Func<T> fn) => Context.Untraced(fn);

        /// <summary>Runs code whose use of the default task scheduler is not reported.</summary>
        /// <param name="fn">Code.</param>
        public static void WithTracingEventListenerDisabled(Action fn) => Context.Untraced(() =>
        {
            fn();
            return default(ValueTuple);
        });
    }
}
