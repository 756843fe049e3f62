using System.Security.Cryptography;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Temporal.DevServer.Http.Ui;

/// <summary>
/// <c>/render</c>: summaries and details of workflows are markdown, which the UI shows in a frame. The text comes from
/// workflow authors, so raw HTML is escaped, links may go to the web only, and the policy allows no scripts.
/// </summary>
internal static class MarkdownPage
{
    private const int ContentMax = 64 * 1024;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>Answers <c>GET /render?content=…&amp;theme=light|dark</c>.</summary>
    public static Task AnswerAsync(HttpContext http)
    {
        var content = http.Request.Query["content"].ToString();
        var dark = http.Request.Query["theme"] == "dark";
        if (content.Length > ContentMax)
        {
            content = content[..ContentMax];
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy =
            $"base-uri 'self'; default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; " +
            "frame-ancestors 'self'; form-action 'none'; " +
            "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox;";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Page(Html(content), nonce, dark), http.RequestAborted);
    }

    /// <summary>The markdown as HTML.</summary>
    internal static string Html(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (!IsWeb(link.Url))
            {
                link.Url = string.Empty;
            }

            link.GetAttributes().AddProperty("target", "_blank");
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        }

        return document.ToHtml(Pipeline);
    }

    private static bool IsWeb(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";

    private static string Page(string body, string nonce, bool dark) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <style nonce="{{nonce}}">
        /* The UI makes its frame as high as the body, so the margins of paragraphs must be inside of it. */
        body { display: flow-root; margin: 0; font: 14px/1.5 "Inter Variable", Inter, sans-serif; color: {{(dark ? "#f8fafc" : "#121416")}}; }
        a { color: {{(dark ? "#8098f9" : "#444ce7")}}; }
        code, pre { font-family: "Noto Sans Mono", monospace; }
        table { border-collapse: collapse; }
        td, th { border: 1px solid #94a3b8; padding: 2px 8px; }
        </style>
        </head>
        <body>{{body}}</body>
        </html>
        """;
}
