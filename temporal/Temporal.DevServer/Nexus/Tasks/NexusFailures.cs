using System.Text;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Nexus.V1;
using Failure = Temporalio.Api.Failure.V1.Failure;
using NexusFailure = Temporalio.Api.Nexus.V1.Failure;

namespace Temporal.DevServer.Nexus.Tasks;

/// <summary>
/// Failures of Nexus handlers as workflows see them. Today's workers send Temporal's own failures; older ones send those of
/// the Nexus protocol, which may carry one of Temporal's as their details.
/// </summary>
internal static class NexusFailures
{
    private const string TemporalType = "temporal.api.failure.v1.Failure";

    private static readonly HashSet<string> s_final = new(StringComparer.Ordinal)
    {
        "BAD_REQUEST", "UNAUTHENTICATED", "UNAUTHORIZED", "NOT_FOUND", "NOT_IMPLEMENTED", "CONFLICT",
    };

    private static readonly JsonParser s_parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>A failure of a call that the server itself finds.</summary>
    public static NexusAnswer.Refused Handler(string type, string message) => ToRefusal(new Failure
    {
        Message = message,
        NexusHandlerFailureInfo = new() { Type = type },
    });

    /// <summary>What a worker says about a call that failed.</summary>
    public static NexusAnswer.Refused ToRefusal(Failure failure) => new(failure, IsRetryable(failure));

    /// <summary>The same from an older worker.</summary>
    public static NexusAnswer.Refused ToRefusal(HandlerError error)
    {
        var cause = ToTemporal(error.Failure ?? new NexusFailure());
        return ToRefusal(new Failure
        {
            Message = error.Failure?.Message ?? "",
            StackTrace = error.Failure?.StackTrace ?? "",
            NexusHandlerFailureInfo = new() { Type = error.ErrorType, RetryBehavior = error.RetryBehavior },
            Cause = cause.FailureInfoCase == Failure.FailureInfoOneofCase.NexusHandlerFailureInfo ? cause.Cause : cause,
        });
    }

    /// <summary>What a worker says about an operation that has failed.</summary>
    public static NexusAnswer.Unsuccessful ToOutcome(Failure failure) =>
        new(failure, failure.CanceledFailureInfo is not null);

    /// <summary>The same from an older worker.</summary>
    public static NexusAnswer.Unsuccessful ToOutcome(UnsuccessfulOperationError error)
    {
        var failure = ToTemporal(error.Failure ?? new NexusFailure());
        var isCanceled = error.OperationState == "canceled";
        if (isCanceled && failure.CanceledFailureInfo is null)
        {
            failure = new Failure { Message = failure.Message, Cause = failure.Cause, CanceledFailureInfo = new() };
        }

        return new(failure, isCanceled);
    }

    private static bool IsRetryable(Failure failure) => failure.NexusHandlerFailureInfo is not { } info
        ? failure.ApplicationFailureInfo is not { NonRetryable: true }
        : info.RetryBehavior switch
        {
            NexusHandlerErrorRetryBehavior.Retryable => true,
            NexusHandlerErrorRetryBehavior.NonRetryable => false,
            _ => !s_final.Contains(info.Type),
        };

    private static Failure ToTemporal(NexusFailure failure)
    {
        if (failure.Metadata.TryGetValue("type", out var type) && type == TemporalType)
        {
            var parsed = s_parser.Parse<Failure>(failure.Details.ToStringUtf8());
            parsed.Message = failure.Message;
            parsed.StackTrace = failure.StackTrace;
            parsed.Cause ??= failure.Cause is { } cause ? ToTemporal(cause) : null;
            return parsed;
        }

        var info = new ApplicationFailureInfo { Type = "NexusFailure", NonRetryable = true };
        if (failure.Metadata.Count > 0 || !failure.Details.IsEmpty)
        {
            info.Details = new Payloads { Payloads_ = { DetailsOf(failure) } };
        }

        return new Failure
        {
            Message = failure.Message,
            StackTrace = failure.StackTrace,
            ApplicationFailureInfo = info,
            Cause = failure.Cause is { } inner ? ToTemporal(inner) : null,
        };
    }

    private static Payload DetailsOf(NexusFailure failure)
    {
        var payload = new Payload { Data = failure.Details };
        foreach (var (name, value) in failure.Metadata)
        {
            payload.Metadata[name] = ByteString.CopyFrom(value, Encoding.UTF8);
        }

        payload.Metadata["encoding"] = ByteString.CopyFromUtf8("json/plain");
        return payload;
    }
}
