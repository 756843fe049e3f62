using System.Text;
using System.Text.Json;
using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Http;
using Sandbox.SendGrid.Store;

namespace Sandbox.SendGrid.Inbox;

/// <summary>
/// The inbox for people: <c>/</c> lists, <c>/mails/{id}</c> shows, <c>/mails/{id}/html</c> and
/// <c>/mails/{id}/attachments/{n}</c> are its parts.
/// </summary>
internal sealed class InboxPages(MailStore store)
{
    private const int ShownMax = 200;

    public Task HandleAsync(HttpContext context, string path)
    {
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            return Refusal.SendAsync(context, 405, "method not allowed");
        }

        context.Response.Headers.CacheControl = "no-store";
        return path.Trim('/').Split('/') switch
        {
            [""] or ["inbox"] => HtmlAsync(context, 200, InboxHtml.List(store.Newest(ShownMax))),
            ["mails", var id] => ShowAsync(context, id),
            ["mails", var id, "html"] => ContentAsync(context, id),
            ["mails", var id, "attachments", var number] => AttachmentAsync(context, id, number),
            _ => Refusal.SendAsync(context, 404, "not found"),
        };
    }

    private Task ShowAsync(HttpContext context, string id)
    {
        if (store.Find(id) is not { } mail)
        {
            return HtmlAsync(context, 404, InboxHtml.Missing());
        }

        using var request = Request(id);
        return HtmlAsync(context, 200, InboxHtml.Mail(mail, request?.RootElement));
    }

    /// <summary>The mail's own HTML. Scripts are off and nothing is fetched: a mail is not to be trusted.</summary>
    private Task ContentAsync(HttpContext context, string id)
    {
        using var request = Request(id);
        if (request is null || MailParts.Content(request.RootElement, "text/html") is not { } html)
        {
            return HtmlAsync(context, 404, InboxHtml.Missing());
        }

        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; sandbox allow-popups";
        return HtmlAsync(context, 200, MailParts.WithInlineImages(html, request.RootElement));
    }

    private Task AttachmentAsync(HttpContext context, string id, string number)
    {
        using var request = Request(id);
        if (request is null || !int.TryParse(number, out var index)
            || MailParts.Attachment(request.RootElement, index) is not { } file)
        {
            return HtmlAsync(context, 404, InboxHtml.Missing());
        }

        // Never rendered in place: an attachment of type text/html must not run in this origin.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename*=UTF-8''{Uri.EscapeDataString(file.Name)}";
        return JsonAnswer.SendAsync(context, 200, "application/octet-stream", file.Content);
    }

    private JsonDocument? Request(string id) => store.Body(id) is { } body ? JsonDocument.Parse(body) : null;

    private static Task HtmlAsync(HttpContext context, int status, string html) =>
        JsonAnswer.SendAsync(context, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
}
