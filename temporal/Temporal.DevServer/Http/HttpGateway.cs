using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Http.Json;
using Temporal.DevServer.Http.Routing;
using Temporalio.Api.Grpc;

namespace Temporal.DevServer.Http;

/// <summary>
/// Answers Temporal's HTTP/JSON API: finds the RPC by the HTTP rules of its declaration, builds the request from path,
/// query string and body, calls the same handler as gRPC does, and writes the answer as JSON.
/// </summary>
internal sealed class HttpGateway(HttpDoor door, HttpRouteTable routes, ILogger log, CancellationToken stopping)
{
    private const int BodyBytesMax = 4 * 1024 * 1024;
    private const string UiPrefix = "api";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    /// <summary>Answers one request, whatever happens.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var style = HttpDoorStyle.Answer(door, http.Request);
        try
        {
            var answer = await CallAsync(http).ConfigureAwait(false);
            if (door == HttpDoor.Ui)
            {
                http.Response.Headers["Grpc-Metadata-Content-Type"] = "application/grpc";
            }

            await WriteAsync(http, StatusCodes.Status200OK, ResponseJson.Write(answer, style), style.ContentType).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to answer.
        }
        catch (HttpRefusal refusal)
        {
            await RefuseAsync(http, refusal, style).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            await RefuseAsync(http, HttpRefusal.Of(error), style).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var late = new RpcException(RpcCode.DeadlineExceeded, "context deadline exceeded");
            await RefuseAsync(http, HttpRefusal.Of(late), style).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last line of defence: an unforeseen fault is answered and logged, never lost.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var reference = Random.Shared.Next().ToString("x8", null);
            Logs.CallFailed(log, http.Request.Path, reference, error);
            var fault = new RpcException(RpcCode.Unknown, $"something went wrong, please retry ({reference})");
            await RefuseAsync(http, HttpRefusal.Of(fault), style).ConfigureAwait(false);
        }
    }

    /// <summary>Writes an error in the form of this door.</summary>
    public static Task RefuseAsync(HttpContext http, HttpRefusal refusal, JsonStyle style) =>
        WriteAsync(http, refusal.Status, ResponseJson.Write(refusal, style), style.ContentType);

    private static async Task WriteAsync(HttpContext http, int status, string json, string contentType)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task<IMessage> CallAsync(HttpContext http)
    {
        var path = SegmentsOf(http);
        if (door == HttpDoor.Ui && path[0] != UiPrefix)
        {
            throw new HttpRefusal(404, RpcCode.NotFound, "Not Found");
        }

        var (route, pathFields) = routes.Find(http.Request.Method, path);
        var headers = http.Request.Headers;
        if (door == HttpDoor.Frontend)
        {
            ClientVersionGate.Check(headers);
        }

        var request = await RequestOfAsync(http, route, pathFields).ConfigureAwait(false);
        if (route.Handler is not { } handler)
        {
            throw RpcErrors.Unimplemented($"unknown method {route.Method.Name} for service {route.Method.Service.FullName}");
        }

        using var context = new RpcContext(
            TimeoutOf(headers), http.RequestAborted, stopping, name => HeaderOf(headers, name));
        return await handler.InvokeAsync(request, context).ConfigureAwait(false);
    }

    private static TimeSpan? TimeoutOf(IHeaderDictionary headers)
    {
        try
        {
            return GrpcRequestHead.TimeoutOf(headers);
        }
        catch (RpcException)
        {
            throw HttpRefusal.BadRequest($"invalid grpc-timeout: {headers["grpc-timeout"]}");
        }
    }

    private string? HeaderOf(IHeaderDictionary headers, string name) =>
        name == "client-name" && door == HttpDoor.Ui ? "temporal-ui"
        : headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>
    /// The path's segments, each decoded once. The raw target is read, because a decoded path can no longer tell the
    /// slash of an id from the slash between segments.
    /// </summary>
    private static string[] SegmentsOf(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?') is var query and >= 0 ? query : target.Length);
        return [.. path.TrimStart('/').ToString().Split('/').Select(Uri.UnescapeDataString)];
    }

    private async Task<IMessage> RequestOfAsync(
        HttpContext http, HttpRoute route, IReadOnlyList<KeyValuePair<string, string>> pathFields)
    {
        var type = route.Method.InputType;
        var request = route.HasBody
            ? RequestJson.Read(
                await BodyOfAsync(http).ConfigureAwait(false), type, HttpDoorStyle.ReadsShorthand(door, http.Request))
            : FromQuery(http.Request.Query, type);
        foreach (var (field, value) in pathFields)
        {
            FieldBinder.SetFromPath(request, type, field, value);
        }

        return Parse(request, type);
    }

    private static JsonObject FromQuery(IQueryCollection query, MessageDescriptor type)
    {
        var request = new JsonObject();
        foreach (var (name, values) in query)
        {
            foreach (var value in values.Where(v => !string.IsNullOrEmpty(v)))
            {
                FieldBinder.SetFromQuery(request, type, name, value!);
            }
        }

        return request;
    }

    private static IMessage Parse(JsonObject request, MessageDescriptor type)
    {
        try
        {
            return Parser.Parse(request.ToJsonString(), type);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException)
        {
            throw HttpRefusal.BadRequest($"the request is no {type.FullName}: {e.Message}");
        }
    }

    private static async Task<byte[]> BodyOfAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + count > BodyBytesMax)
            {
                throw HttpRefusal.BadRequest("http: request body too large");
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
