using System.Text;

namespace Temporal.DevServer.History;

/// <summary>
/// Every limit and default of executions, as a real server has them unless the remark says otherwise.
/// </summary>
internal static class Limits
{
    /// <summary>Largest payload set of one field, in bytes.</summary>
    public const int BlobBytesMax = 2 * 1024 * 1024;

    /// <summary>Largest failure of an attempt that is kept until the next one, in bytes.</summary>
    public const int KeptFailureBytesMax = 4 * 1024;

    /// <summary>Size of an event from which on a warning is logged.</summary>
    public const int BlobBytesWarn = 512 * 1024;

    /// <summary>Largest memo, in bytes.</summary>
    public const int MemoBytesMax = 2 * 1024 * 1024;

    /// <summary>Longest id or name, in bytes.</summary>
    public const int IdLengthMax = 1000;

    /// <summary>Links of a request.</summary>
    public const int LinksMax = 10;

    /// <summary>Largest link, in bytes.</summary>
    public const int LinkBytesMax = 4000;

    /// <summary>Longest build id of a worker, in characters.</summary>
    public const int BuildIdLengthMax = 255;

    /// <summary>Longest notes of a patch of a schedule, in characters.</summary>
    public const int ScheduleNotesMax = 1000;

    /// <summary>Longest fairness key, in bytes.</summary>
    public const int FairnessKeyBytesMax = 64;

    /// <summary>Events after which a run is terminated.</summary>
    public const int HistoryEventsMax = 51_200;

    /// <summary>Bytes of history after which a run is terminated.</summary>
    public const long HistoryBytesMax = 50L * 1024 * 1024;

    /// <summary>Events after which a warning is logged.</summary>
    public const int HistoryEventsWarn = 10_240;

    /// <summary>Bytes of history after which a warning is logged.</summary>
    public const long HistoryBytesWarn = 10L * 1024 * 1024;

    /// <summary>Events after which continue-as-new is suggested.</summary>
    public const int SuggestContinueEvents = 4096;

    /// <summary>Bytes of history after which continue-as-new is suggested.</summary>
    public const long SuggestContinueBytes = 4L * 1024 * 1024;

    /// <summary>Pending activities of a run.</summary>
    public const int PendingActivitiesMax = 2000;

    /// <summary>Pending children of a run.</summary>
    public const int PendingChildrenMax = 2000;

    /// <summary>Signals to other workflows in flight.</summary>
    public const int PendingExternalSignalsMax = 2000;

    /// <summary>Cancel requests to other workflows in flight.</summary>
    public const int PendingExternalCancelsMax = 2000;

    /// <summary>Nexus operations of a run that are not completed.</summary>
    public const int PendingNexusOperationsMax = 30;

    /// <summary>Longest name of a Nexus service or operation, in characters.</summary>
    public const int NexusNameLengthMax = 1000;

    /// <summary>Bytes of all headers of a Nexus operation.</summary>
    public const int NexusHeaderBytesMax = 8192;

    /// <summary>Longest token of a Nexus operation, in characters.</summary>
    public const int NexusTokenLengthMax = 4096;

    /// <summary>Completion callbacks of a run.</summary>
    public const int CallbacksMax = 2000;

    /// <summary>Longest URL of a completion callback, in characters.</summary>
    public const int CallbackUrlLengthMax = 1000;

    /// <summary>Bytes of all headers of a completion callback.</summary>
    public const int CallbackHeaderBytesMax = 8192;

    /// <summary>Longest name of a Nexus endpoint, in characters.</summary>
    public const int NexusEndpointNameMax = 200;

    /// <summary>Largest description of a Nexus endpoint, in bytes.</summary>
    public const int NexusDescriptionBytesMax = 20_000;

    /// <summary>Longest URL of a Nexus endpoint, in characters.</summary>
    public const int NexusUrlLengthMax = 4 * 1024;

    /// <summary>Nexus endpoints in a page when the caller does not say.</summary>
    public const int NexusEndpointsPageDefault = 100;

    /// <summary>Nexus endpoints in a page at most.</summary>
    public const int NexusEndpointsPageMax = 1000;

    /// <summary>Signals a run accepts in its life.</summary>
    public const int SignalsMax = 10_000;

    /// <summary>Signal request ids kept inside the state blob; later ones are parts beside it. Ours.</summary>
    public const int SignalIdsInline = 16;

    /// <summary>
    /// Pending items of a kind kept inside the state blob; later ones are parts beside it. More than nearly all runs have.
    /// Ours.
    /// </summary>
    public const int PendingInline = 64;

    /// <summary>Updates in flight (admitted or accepted).</summary>
    public const int UpdatesInFlightMax = 10;

    /// <summary>Updates of a run in its life.</summary>
    public const int UpdatesMax = 2000;

    /// <summary>Updates after which continue-as-new is suggested: 90 % of <see cref="UpdatesMax"/>.</summary>
    public const int SuggestContinueUpdates = UpdatesMax * 9 / 10;

    /// <summary>Events buffered while a workflow task is started.</summary>
    public const int BufferedEventsMax = 100;

    /// <summary>Bytes buffered while a workflow task is started.</summary>
    public const int BufferedBytesMax = 2 * 1024 * 1024;

    /// <summary>Unanswered queries of a run.</summary>
    public const int BufferedQueriesMax = 1;

    /// <summary>Search attributes of a run.</summary>
    public const int SearchAttributesMax = 100;

    /// <summary>Bytes of one search attribute value.</summary>
    public const int SearchAttributeBytesMax = 2048;

    /// <summary>Bytes of all search attributes of a run.</summary>
    public const int SearchAttributesBytesMax = 40 * 1024;

    /// <summary>Batches in a page of history; larger requests get this many.</summary>
    public const int HistoryPageBatches = 256;

    /// <summary>Bytes after which a page of history ends although more batches were allowed. Ours.</summary>
    public const int HistoryPageBytes = 3 * 1024 * 1024;

    /// <summary>Failed attempts of a workflow task from which on queries and updates are refused.</summary>
    public const int FailingTaskAttempts = 3;

    /// <summary>Failed workflow tasks in a row after which the run is marked in visibility.</summary>
    public const int ReportedProblemsAfter = 5;

    /// <summary>Unseen events that a dropped speculative task may have shown.</summary>
    public const int DiscardableEventsMax = 10;

    /// <summary>Activities handed back with a completion. An official worker asks for at most 3.</summary>
    public const int EagerActivitiesMax = 3;

    /// <summary>Workflows kept in memory; idle ones beyond it are dropped and loaded again when needed. Ours.</summary>
    public const int CachedWorkflowsMax = 5_000;

    /// <summary>Events kept in memory per active run, besides those of the current workflow task. Ours.</summary>
    public const int TailEventsMax = 64;

    /// <summary>Workers listed on a queue. Ours.</summary>
    public const int PollersRememberedMax = 1000;

    /// <summary>Task queues from which on a new one makes the server look for unused ones. Ours.</summary>
    public const int QueuesBeforeCleanup = 2_000;

    /// <summary>Workers from which on a new one makes the server look for silent ones. Ours.</summary>
    public const int WorkersBeforeCleanup = 2_000;

    /// <summary>Runs removed by one pass of retention. Ours.</summary>
    public const int RetentionPageMax = 100;

    /// <summary>Runs of a deleted namespace removed by one pass. Ours.</summary>
    public const int ReclaimPageMax = 500;

    /// <summary>Time for one call of a Nexus handler or callback.</summary>
    public static readonly TimeSpan NexusRequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A Nexus operation with less time left than this is not called any more.</summary>
    public static readonly TimeSpan NexusRequestTimeoutMin = TimeSpan.FromMilliseconds(1500);

    /// <summary>Wait before the second call of a Nexus handler or callback; doubles with each attempt.</summary>
    public static readonly TimeSpan NexusRetryInitial = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between calls of a Nexus handler or callback.</summary>
    public static readonly TimeSpan NexusRetryMax = TimeSpan.FromHours(1);

    /// <summary>Start-to-close timeout of a workflow task without one.</summary>
    public static readonly TimeSpan TaskTimeoutDefault = TimeSpan.FromSeconds(10);

    /// <summary>Longest start-to-close timeout of a workflow task.</summary>
    public static readonly TimeSpan TaskTimeoutMax = TimeSpan.FromSeconds(120);

    /// <summary>Addend to the timeout of attempt 4 of a workflow task; doubles with each attempt.</summary>
    public static readonly TimeSpan TaskRetryAddend = TimeSpan.FromSeconds(5);

    /// <summary>Longest addend to the timeout of a workflow task.</summary>
    public static readonly TimeSpan TaskRetryAddendMax = TimeSpan.FromMinutes(10);

    /// <summary>How long completions may do nothing but ask for a new workflow task.</summary>
    public static readonly TimeSpan TaskHeartbeatMax = TimeSpan.FromMinutes(30);

    /// <summary>Schedule-to-start timeout of a speculative workflow task, on any queue.</summary>
    public static readonly TimeSpan SpeculativeScheduleToStart = TimeSpan.FromSeconds(5);

    /// <summary>A sticky queue nobody polled for this long is not used.</summary>
    public static readonly TimeSpan StickyPollerGone = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker stays listed on a queue after its latest poll.</summary>
    public static readonly TimeSpan PollerRemembered = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait of a task queue poll.</summary>
    public static readonly TimeSpan TaskPollMax = TimeSpan.FromSeconds(60);

    /// <summary>Polls with less time than this are refused.</summary>
    public static readonly TimeSpan TaskPollMin = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait of history and update long polls.</summary>
    public static readonly TimeSpan LongPollMax = TimeSpan.FromSeconds(20);

    /// <summary>Long polls answer this much before the caller's deadline.</summary>
    public static readonly TimeSpan LongPollMargin = TimeSpan.FromSeconds(1);

    /// <summary>Shortest life of a run that continues as new; the rest becomes the backoff of the next.</summary>
    public static readonly TimeSpan ContinueAsNewMin = TimeSpan.FromSeconds(1);

    /// <summary>Initial interval of a retry policy that names none.</summary>
    public static readonly TimeSpan RetryInitialDefault = TimeSpan.FromSeconds(1);

    /// <summary>Maximum interval of a retry policy that names none, as a multiple of its initial interval.</summary>
    public const int RetryMaximumFactor = 100;

    /// <summary>Backoff coefficient of a retry policy that names none.</summary>
    public const double RetryCoefficientDefault = 2.0;

    /// <summary>Longest time the server hides a retryable conflict (a run that closes) by trying again. Ours.</summary>
    public static readonly TimeSpan ClosingRetryMax = TimeSpan.FromSeconds(5);

    /// <summary>True for an id or name that is longer than they may be.</summary>
    public static bool IsTooLong(string id) => Encoding.UTF8.GetByteCount(id) > IdLengthMax;
}
