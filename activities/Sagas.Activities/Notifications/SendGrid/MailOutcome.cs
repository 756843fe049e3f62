namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>What became of a request to send. Closed: every answer, and none, is one of these.</summary>
internal abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    /// <summary>202: queued. Whether it arrives is told later, by events.</summary>
    public sealed record Accepted(string? MessageId) : MailOutcome;

    /// <summary>A definite 4xx: this mail will never be taken.</summary>
    /// <param name="Code">`http-400` and the field, if one was named; no personal data.</param>
    public sealed record Rejected(string Code, string Message) : MailOutcome;

    /// <summary>Surely not taken, and may be sent again: rate limit, or no connection.</summary>
    public sealed record NotTaken(string Message, TimeSpan? RetryAfter) : MailOutcome;

    /// <summary>401, 403: our key, its scope, or the sender.</summary>
    public sealed record Credentials(string Message) : MailOutcome;

    /// <summary>No answer, or a 5xx: it may have been taken.</summary>
    public sealed record Unknown(string Message) : MailOutcome;
}
