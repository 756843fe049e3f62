namespace Temporalio.Converters;

/// <summary>All that turns values and exceptions into what goes over the wire, and back.</summary>
/// <param name="PayloadConverter">Values to payloads.</param>
/// <param name="FailureConverter">Exceptions to failures.</param>
/// <param name="PayloadCodec">Encoding of whole payloads, if any.</param>
public record DataConverter(
    IPayloadConverter PayloadConverter,
    IFailureConverter FailureConverter,
    IPayloadCodec? PayloadCodec = null) : IWithSerializationContext<DataConverter>
{
    /// <summary>JSON and no codec.</summary>
    public static DataConverter Default { get; } = new(new DefaultPayloadConverter(), new DefaultFailureConverter());

    /// <inheritdoc />
    public virtual DataConverter WithSerializationContext(ISerializationContext context)
    {
        var payloadConverter = InContext(PayloadConverter, context);
        var failureConverter = InContext(FailureConverter, context);
        var payloadCodec = PayloadCodec == null ? null : InContext(PayloadCodec, context);
        return ReferenceEquals(payloadConverter, PayloadConverter)
            && ReferenceEquals(failureConverter, FailureConverter)
            && ReferenceEquals(payloadCodec, PayloadCodec)
                ? this
                : this with
                {
                    PayloadConverter = payloadConverter,
                    FailureConverter = failureConverter,
                    PayloadCodec = payloadCodec,
                };
    }

    private static T InContext<T>(T part, ISerializationContext context)
        where T : class =>
        part is IWithSerializationContext<T> aware ? aware.WithSerializationContext(context) : part;
}
