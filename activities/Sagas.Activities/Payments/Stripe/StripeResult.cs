namespace Sagas.Activities.Payments.Stripe;

/// <summary>What a failed call means for us. Closed: every answer of Stripe, and none, is one of these.</summary>
internal enum StripeFailureKind
{
    /// <summary>402: the request is right, the payment is refused.</summary>
    Declined,

    /// <summary>400, 404 about what the caller chose (amount, card, method): asking again changes nothing.</summary>
    Invalid,

    /// <summary>400: the object is not in a state for this. Look at it.</summary>
    WrongState,

    /// <summary>Our own fault, such as a key used with other parameters.</summary>
    Bug,

    /// <summary>401, 403: our API key.</summary>
    Credentials,

    /// <summary>429, 409: nothing was taken this time. Says nothing about an earlier request with the same key.</summary>
    Busy,

    /// <summary>No answer, 5xx, 424: it may have happened.</summary>
    Unknown,
}

/// <param name="Replayed">Stripe repeated a stored answer: the same key will never get another one.</param>
internal sealed record StripeFailure(
    StripeFailureKind Kind,
    int? Status,
    string? Code,
    string? DeclineCode,
    string Message,
    string? RequestId,
    bool Replayed = false,
    TimeSpan? RetryAfter = null)
{
    /// <summary>The most telling code there is.</summary>
    public string? Detail => DeclineCode ?? Code;

    public override string ToString() =>
        $"{Kind}: HTTP {Status?.ToString() ?? "none"}, code {Code ?? "none"}, request {RequestId ?? "unknown"}: {Message}";
}

/// <summary>A value, or the failure in its place.</summary>
internal readonly record struct StripeResult<T>(T? Value, StripeFailure? Failure)
    where T : class
{
    public bool IsOk => Failure is null;

    /// <summary>The value of a call that succeeded.</summary>
    public T Ok => Value ?? throw new InvalidOperationException($"The call did not succeed: {Failure}");
}
