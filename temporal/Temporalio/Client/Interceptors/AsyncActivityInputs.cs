using Temporalio.Converters;

namespace Temporalio.Client.Interceptors;

/// <summary>Input of completing an activity from outside.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Result">Result.</param>
/// <param name="Options">Options.</param>
/// <param name="DataConverterOverride">Converter to use instead of the client's, if any.</param>
public record CompleteAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    object? Result,
    AsyncActivityCompleteOptions? Options,
    DataConverter? DataConverterOverride = null);

/// <summary>Input of failing an activity from outside.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Exception">Cause of the failure.</param>
/// <param name="Options">Options.</param>
/// <param name="DataConverterOverride">Converter to use instead of the client's, if any.</param>
public record FailAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    Exception Exception,
    AsyncActivityFailOptions? Options,
    DataConverter? DataConverterOverride = null);

/// <summary>Input of a heartbeat of an activity from outside.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Options">Options.</param>
/// <param name="DataConverterOverride">Converter to use instead of the client's, if any.</param>
public record HeartbeatAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    AsyncActivityHeartbeatOptions? Options,
    DataConverter? DataConverterOverride = null);

/// <summary>Input of reporting from outside that an activity is cancelled.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Options">Options.</param>
/// <param name="DataConverterOverride">Converter to use instead of the client's, if any.</param>
public record ReportCancellationAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    AsyncActivityReportCancellationOptions? Options,
    DataConverter? DataConverterOverride = null);
