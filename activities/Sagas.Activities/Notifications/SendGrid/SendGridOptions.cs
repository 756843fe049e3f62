namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>How SendGrid, or the sandbox in its place, is reached, and in whose name mail is sent.</summary>
public sealed class SendGridOptions
{
    /// <summary>Without the `/v3`.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.sendgrid.com");

    /// <summary>Needs the scope `mail.send`; with `messages.read` too, a mail without an answer is looked up.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A verified sender.</summary>
    public string FromEmail { get; set; } = "tickets@example.com";

    public string FromName { get; set; } = "Sagas Tickets";

    /// <summary>Of one request. Two of them must fit into the activity's StartToClose.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);
}
