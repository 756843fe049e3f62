using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Temporal.DevServer.History;
using Temporal.DevServer.Nexus.Operations;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Nexus;

namespace Temporal.DevServer.Nexus.Callbacks;

/// <summary>
/// Reports the end of a run by HTTP, in the form of the Nexus protocol, to addresses that the server's owner has allowed;
/// without such a list to nobody, so that no caller can make the server call whom it likes.
/// </summary>
internal sealed class CallbackPoster : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Limits.NexusRequestTimeout,
    };

    private readonly IReadOnlyList<string> _allowed;

    /// <summary>Creates a poster.</summary>
    /// <param name="allowed">What the URLs begin with that may be called.</param>
    public CallbackPoster(IEnumerable<string> allowed) =>

        // As a URI it ends behind the host at least, so that no longer host name matches.
        _allowed = [.. allowed.Select(address => new Uri(address).AbsoluteUri)];

    /// <summary>True when a URL may be called.</summary>
    public bool Allows(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
        && _allowed.Any(prefix => uri.AbsoluteUri.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls a URL; null when the other side knows.</summary>
    public async Task<CallbackFailure?> PostAsync(Callback.Types.Nexus callback, OperationEnd end)
    {
        if (!Allows(callback.Url))
        {
            return new CallbackFailure($"url does not match any configured callback address: {callback.Url}", false);
        }

        try
        {
            using var request = RequestOf(callback, end);
            using var response = await _http.SendAsync(request).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : new CallbackFailure(
                $"request failed with: {(int)response.StatusCode} {response.ReasonPhrase}", IsRetryable(response.StatusCode));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new CallbackFailure(e.Message, IsRetryable: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsRetryable(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static HttpRequestMessage RequestOf(Callback.Types.Nexus callback, OperationEnd end)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url) { Content = ContentOf(end) };
        foreach (var (name, value) in callback.Header)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Nexus-Operation-State", StateOf(end));
        request.Headers.TryAddWithoutValidation(
            "Nexus-Operation-Start-Time", end.Since.ToDateTime().ToString("r", CultureInfo.InvariantCulture));
        foreach (var link in end.Links)
        {
            request.Headers.TryAddWithoutValidation(
                "Nexus-Link", $"<{LinkUrls.UrlOf(link.WorkflowEvent)}>; type=\"{LinkUrls.WorkflowEventType}\"");
        }

        return request;
    }

    private static string StateOf(OperationEnd end) =>
        end.Failure is null ? "succeeded" : end.IsCanceled ? "canceled" : "failed";

    private static ByteArrayContent ContentOf(OperationEnd end)
    {
        var (body, type) = end.Failure is { } failure ? (BodyOf(failure), "application/json") : BodyOf(end.Result);
        var content = new ByteArrayContent(body);
        if (type.Length > 0)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return content;
    }

    /// <summary>A failure of the Nexus protocol, with the whole of ours as its details.</summary>
    private static byte[] BodyOf(Failure failure)
    {
        var details = failure.Clone();
        details.Message = "";
        var body = new JsonObject
        {
            ["message"] = failure.Message,
            ["metadata"] = new JsonObject { ["type"] = Failure.Descriptor.FullName },
            ["details"] = JsonNode.Parse(JsonFormatter.Default.Format(details)),
        };
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>JSON and bytes as themselves, nothing as an empty body, everything else as a whole payload.</summary>
    private static (byte[] Body, string Type) BodyOf(Payload? payload) =>
        (payload?.Metadata.GetValueOrDefault("encoding")?.ToStringUtf8()) switch
        {
            null or "binary/null" => ([], ""),
            "json/plain" when payload.Metadata.Count == 1 => (payload.Data.ToByteArray(), "application/json"),
            "binary/plain" when payload.Metadata.Count == 1 => (payload.Data.ToByteArray(), "application/octet-stream"),
            _ => (payload.ToByteArray(), "application/x-temporal-payload"),
        };
}
