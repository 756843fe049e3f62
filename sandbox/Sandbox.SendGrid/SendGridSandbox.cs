using Sandbox.Hosting;
using Sandbox.Hosting.Faults;
using Sandbox.SendGrid.Control;
using Sandbox.SendGrid.Http;
using Sandbox.SendGrid.Inbox;
using Sandbox.SendGrid.Mail;
using Sandbox.SendGrid.Store;

namespace Sandbox.SendGrid;

/// <summary>A local server with SendGrid's wire behaviour for sending mail, and an inbox to look at.</summary>
internal sealed class SendGridSandbox : ISandbox
{
    private readonly MailStore _store;
    private readonly SendPipeline _pipeline;
    private readonly SendGridControl _control;
    private readonly InboxPages _inbox;

    private SendGridSandbox(MailStore store)
    {
        var faults = new FaultBoard();
        _store = store;
        _pipeline = new SendPipeline(store, faults);
        _control = new SendGridControl(store, faults);
        _inbox = new InboxPages(store);
    }

    public string Name => "SendGrid";

    public long BodyBytesMax => 30 * 1024 * 1024;

    public string Storage => _store.IsDurable
        ? "mails are kept in the data directory and survive a kill of this process"
        : "mails are kept in memory only";

    public static SendGridSandbox Create(string? dataDirectory) => new(MailStore.Open(dataDirectory));

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return path.StartsWith("/v3/", StringComparison.Ordinal)
            ? _pipeline.HandleAsync(context, path)
            : _inbox.HandleAsync(context, path);
    }

    public Task<bool> HandleControlAsync(HttpContext context, string path) => _control.HandleAsync(context, path);

    public Task RefuseAsync(HttpContext context, int status, string message) => Refusal.SendAsync(
        context, status, [new MailFault(status == 413 ? "content too large" : message, null)]);

    public void Dispose() => _store.Dispose();
}
