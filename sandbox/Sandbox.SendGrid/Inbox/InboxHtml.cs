using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Sandbox.SendGrid.Mail;

namespace Sandbox.SendGrid.Inbox;

/// <summary>The inbox's pages: no script, no outside fetch.</summary>
internal static class InboxHtml
{
    private const string Style =
        """
        :root{color-scheme:light dark;--line:#8883;--dim:#777}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:60rem;padding:2rem 1rem;font:16px/1.5 system-ui,sans-serif}
        h1{font-size:1.4rem;margin:0 0 1rem}
        a{color:inherit}
        .dim{color:var(--dim);font-size:.875rem}
        .mail{display:grid;grid-template-columns:1fr auto;gap:.1rem 1rem;padding:.7rem .5rem;text-decoration:none;
          border-top:1px solid var(--line)}
        .mail:hover{background:#8881}
        .mail b{overflow-wrap:anywhere}
        .tag{border:1px solid var(--line);border-radius:1rem;padding:.05rem .6rem;font-size:.8rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0 0 1rem}
        dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
        iframe{width:100%;height:38rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        """;

    public static string List(IReadOnlyList<Envelope> mails)
    {
        var html = new StringBuilder("<h1>Inbox of the SendGrid sandbox</h1>");
        if (mails.Count == 0)
        {
            html.Append("<p class=dim>No mail yet. Whatever is sent to this server is shown here and goes nowhere else.</p>");
        }

        foreach (var mail in mails)
        {
            html.Append(CultureInfo.InvariantCulture, $"<a class=mail href=\"/mails/{Encode(mail.Id)}\"><b>")
                .Append(Encode(mail.Subject)).Append("</b><span class=dim>").Append(Time(mail))
                .Append("</span><span class=dim>to ").Append(Encode(string.Join(", ", mail.To.Take(3))))
                .Append("</span><span class=tag>").Append(Encode(mail.Fate)).Append("</span></a>");
        }

        return Page("Inbox", html.ToString());
    }

    public static string Mail(Envelope mail, JsonElement? request)
    {
        var html = new StringBuilder("<p><a href=\"/\">← Inbox</a></p><h1>").Append(Encode(mail.Subject)).Append("</h1><dl>");
        Row(html, "From", mail.From);
        Row(html, "To", string.Join(", ", mail.To));
        Row(html, "Time", Time(mail));
        Row(html, "X-Message-Id", mail.Id);
        Row(html, "Fate", mail.Fate);
        foreach (var (name, value) in mail.CustomArguments)
        {
            Row(html, name, value);
        }

        html.Append("</dl>");
        if (request is { } parts)
        {
            AppendParts(html, mail, parts);
        }
        else
        {
            html.Append("<p class=dim>The content of this old mail is no longer kept; start the sandbox with --data DIR.</p>");
        }

        return Page(mail.Subject, html.ToString());
    }

    public static string Missing() => Page("Not here", "<h1>Not here</h1><p><a href=\"/\">← Inbox</a></p>");

    private static void AppendParts(StringBuilder html, Envelope mail, JsonElement request)
    {
        var files = MailParts.Attachments(request);
        for (var i = 0; i < files.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"/mails/{Encode(mail.Id)}/attachments/{i}\">")
                .Append(Encode(files[i].Name)).Append("</a> <span class=dim>").Append(Encode(files[i].Type))
                .Append(CultureInfo.InvariantCulture, $", {files[i].Bytes:N0} bytes</span></p>");
        }

        if (MailParts.Content(request, "text/html") is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<iframe sandbox=\"allow-popups\" src=\"/mails/{Encode(mail.Id)}/html\" ")
                .Append("title=\"The mail as its reader sees it\"></iframe>");
        }

        if (MailParts.Content(request, "text/plain") is { } text)
        {
            html.Append("<h2 class=dim>Plain text</h2><pre>").Append(Encode(text)).Append("</pre>");
        }
    }

    private static void Row(StringBuilder html, string name, string value) =>
        html.Append("<dt>").Append(Encode(name)).Append("</dt><dd>").Append(Encode(value)).Append("</dd>");

    private static string Time(Envelope mail) => DateTimeOffset.FromUnixTimeMilliseconds(mail.At)
        .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Page(string title, string body) =>
        $"<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
        + $"<title>{Encode(title)}</title><style>{Style}</style></head><body>{body}</body></html>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
