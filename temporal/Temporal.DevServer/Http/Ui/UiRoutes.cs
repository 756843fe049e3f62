using Microsoft.AspNetCore.Http.Features;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Http.Ui;

/// <summary>What the UI's port answers besides the API: settings, markdown, health, a history to keep, and the pages.</summary>
internal sealed class UiRoutes(HttpGateway gateway, UiPages pages, HistoryDownload history, byte[] settings)
{
    /// <summary>Answers one request.</summary>
    public Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        return path switch
        {
            "/api/v1/settings" => JsonAsync(http, settings),
            "/healthz" or "/health/ready" => JsonAsync(http, "{\"status\":\"OK\"}"u8.ToArray()),
            "/render" => MarkdownPage.AnswerAsync(http),
            _ when IsHistory(http, out var run) => DownloadAsync(http, run),
            _ when path.StartsWith("/api/", StringComparison.Ordinal) => gateway.AnswerAsync(http),
            _ => pages.AnswerAsync(http),
        };
    }

    private static bool IsHistory(HttpContext http, out string[] run)
    {
        run = [.. http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/')
            .Select(Uri.UnescapeDataString)];
        return HttpMethods.IsGet(http.Request.Method)
            && run is ["", "api", "v1", "namespaces", _, "workflows", _, "run", _, "history.json"];
    }

    private async Task DownloadAsync(HttpContext http, string[] run)
    {
        try
        {
            await history.AnswerAsync(http, run[4], run[6], run[8]).ConfigureAwait(false);
        }
        catch (RpcException error) when (!http.Response.HasStarted)
        {
            await HttpGateway.RefuseAsync(http, HttpRefusal.Of(error), default).ConfigureAwait(false);
        }
    }

    private static async Task JsonAsync(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
    }
}
