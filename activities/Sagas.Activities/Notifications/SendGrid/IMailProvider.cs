using SendGrid.Helpers.Mail;

namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>The e-mail provider. One call is one HTTP request, and never throws for what the provider or network may do.</summary>
internal interface IMailProvider
{
    Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken stop);

    /// <summary>
    /// Looks for a mail that may have been taken. Null: not found, or the provider cannot tell (the account lacks the feature,
    /// or its record lags behind).
    /// </summary>
    Task<MailOutcome.Accepted?> FindAsync(string mailId, CancellationToken stop);
}

/// <summary>A mail ready to be sent. Its text form shows no personal data.</summary>
internal sealed record OutgoingMail(
    string MailId, string Category, EmailAddress To, string Subject, string Text, string Html,
    List<Attachment> Attachments)
{
    public override string ToString() => $"OutgoingMail {{ {MailId} }}";
}
