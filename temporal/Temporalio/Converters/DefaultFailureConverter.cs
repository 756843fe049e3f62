using Google.Protobuf.WellKnownTypes;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Exceptions;

namespace Temporalio.Converters;

/// <summary>Turns exceptions into failures and back, as every Temporal SDK does.</summary>
public class DefaultFailureConverter : IFailureConverter
{
    /// <summary>Creates the converter with default options.</summary>
    public DefaultFailureConverter()
        : this(new DefaultFailureConverterOptions())
    {
    }

    /// <summary>Creates the converter.</summary>
    /// <param name="options">Options.</param>
    protected DefaultFailureConverter(DefaultFailureConverterOptions options) => Options = options;

    /// <summary>Options.</summary>
    public DefaultFailureConverterOptions Options { get; private init; }

    /// <inheritdoc />
    public virtual Failure ToFailure(Exception exception, IPayloadConverter payloadConverter)
    {
        if (exception is FailureException { Failure: { } original })
        {
            return Resend(original, payloadConverter);
        }
        var failure = new Failure
        {
            Message = exception.Message,
            StackTrace = exception.StackTrace ?? string.Empty,
            Cause = exception.InnerException is { } inner ? ToFailure(inner, payloadConverter) : null,
        };
        SetInfo(failure, exception, payloadConverter);
        if (Options.EncodeCommonAttributes)
        {
            EncodedFailureAttributes.Hide(failure, payloadConverter);
        }
        return failure;
    }

    /// <inheritdoc />
    public virtual Exception ToException(Failure failure, IPayloadConverter payloadConverter)
    {
        failure = EncodedFailureAttributes.Reveal(failure, payloadConverter);
        var inner = failure.Cause is { } cause ? ToException(cause, payloadConverter) : null;
        return failure.FailureInfoCase switch
        {
            Failure.FailureInfoOneofCase.ApplicationFailureInfo =>
                new ApplicationFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.TimeoutFailureInfo =>
                new TimeoutFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.CanceledFailureInfo =>
                new CanceledFailureException(failure, inner, payloadConverter),
            Failure.FailureInfoOneofCase.TerminatedFailureInfo => new TerminatedFailureException(failure, inner, null),
            Failure.FailureInfoOneofCase.ServerFailureInfo => new ServerFailureException(failure, inner),
            Failure.FailureInfoOneofCase.ActivityFailureInfo => new ActivityFailureException(failure, inner),
            Failure.FailureInfoOneofCase.ChildWorkflowExecutionFailureInfo =>
                new ChildWorkflowFailureException(failure, inner),
            Failure.FailureInfoOneofCase.NexusOperationExecutionFailureInfo =>
                new NexusOperationFailureException(failure, inner),
            Failure.FailureInfoOneofCase.NexusHandlerFailureInfo => NexusHandlerFailures.ToException(failure, inner),
            _ => new FailureException(failure, inner),
        };
    }

    // A failure that came readable is hidden as well: it may have been sent by someone who does not hide.
    private Failure Resend(Failure original, IPayloadConverter payloadConverter)
    {
        var failure = EncodedFailureAttributes.Conceal(original);
        if (Options.EncodeCommonAttributes && failure.EncodedAttributes == null)
        {
            failure = failure.Clone();
            EncodedFailureAttributes.Hide(failure, payloadConverter);
        }
        return failure;
    }

    private static void SetInfo(Failure failure, Exception exception, IPayloadConverter converter)
    {
        switch (exception)
        {
            case ApplicationFailureException application:
                failure.ApplicationFailureInfo = new()
                {
                    Type = application.ErrorType ?? string.Empty,
                    NonRetryable = application.NonRetryable,
                    Details = ToPayloads(application.Details, converter),
                    NextRetryDelay = application.NextRetryDelay is { } delay ? Duration.FromTimeSpan(delay) : null,
                    Category = application.Category,
                };
                break;
            case CanceledFailureException canceled:
                failure.CanceledFailureInfo = new() { Details = ToPayloads(canceled.Details, converter) };
                break;
            case HandlerException or OperationException:
                NexusHandlerFailures.SetInfo(failure, exception);
                break;
            case WorkflowAlreadyStartedException:
                // The one failure without a kind; callers get a plain FailureException.
                break;
            default:
                failure.ApplicationFailureInfo = new() { Type = exception.GetType().Name };
                break;
        }
    }

    private static Payloads? ToPayloads(IFailureDetails details, IPayloadConverter converter) => details switch
    {
        { Count: 0 } => null,
        OutboundFailureDetails outbound => new() { Payloads_ = { converter.ToPayloads(outbound.Details ?? []) } },
        InboundFailureDetails inbound => new() { Payloads_ = { inbound.Payloads ?? [] } },
        _ => throw new ArgumentException($"Failure details of unknown type {details.GetType()}", nameof(details)),
    };

    /// <summary>The converter with message and stack trace in a payload, which a codec can encrypt.</summary>
    public class WithEncodedCommonAttributes : DefaultFailureConverter
    {
        /// <summary>Creates the converter.</summary>
        public WithEncodedCommonAttributes()
            : base(new DefaultFailureConverterOptions { EncodeCommonAttributes = true })
        {
        }
    }
}
