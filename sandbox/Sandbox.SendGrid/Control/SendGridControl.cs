using Sandbox.Hosting.Faults;
using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Http;
using Sandbox.SendGrid.Inbox;
using Sandbox.SendGrid.Store;

namespace Sandbox.SendGrid.Control;

/// <summary>
/// The switches below <c>/_sandbox/</c>: <c>faults</c>, <c>mails</c> (GET with <c>to</c>, <c>mail_id</c>, <c>limit</c>;
/// DELETE forgets them), <c>mails/{id}</c>, <c>dump</c> (every mail).
/// </summary>
internal sealed class SendGridControl(MailStore store, FaultBoard faults)
{
    private static readonly string[] _operations = [SendPipeline.Operation];

    public async Task<bool> HandleAsync(HttpContext context, string path)
    {
        switch (context.Request.Method, path)
        {
            case (_, "faults"):
                return await FaultEndpoint.HandleAsync(context, faults, _operations);
            case ("GET", "mails"):
                await InboxJson.ListAsync(context, store);
                return true;
            case ("GET", "dump"):
                await JsonAnswer.WriteAsync(context, 200, store.List(), InboxJson.WriteList);
                return true;
            case ("DELETE", "mails" or "objects"):
                store.Clear();
                await ControlAnswer.DoneAsync(context);
                return true;
            case ("GET", _) when path.StartsWith("mails/", StringComparison.Ordinal):
                await InboxJson.ShowAsync(context, store, path["mails/".Length..]);
                return true;
            default:
                return false;
        }
    }
}
