using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime.Export;

/// <summary>
/// Sends metrics to an OpenTelemetry collector from time to time for as long as the program runs, and once more at its
/// end.
/// </summary>
internal sealed class OtlpPusher
{
    private const string GrpcPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private const int GrpcHeaderSize = 5;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly OpenTelemetryOptions _options;
    private readonly MetricStore _store;
    private readonly string _serviceName;
    private readonly ILogger _logger;
    private readonly HttpClient _http = new() { Timeout = CallLimit };
    private DateTimeOffset _start = TimeProvider.System.GetUtcNow();

    private OtlpPusher(OpenTelemetryOptions options, MetricStore store, string serviceName, ILogger logger)
    {
        _options = options;
        _store = store;
        _serviceName = serviceName;
        _logger = logger;
    }

    /// <summary>Starts sending.</summary>
    /// <exception cref="ArgumentException">There is no address.</exception>
    public static void Start(OpenTelemetryOptions options, MetricStore store, string serviceName, ILogger logger)
    {
        if (options.Url == null)
        {
            throw new ArgumentException("OpenTelemetry URL is required when OpenTelemetryOptions is configured");
        }
        var pusher = new OtlpPusher(options, store, serviceName, logger);
        _ = Task.Run(pusher.RunAsync);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pusher.PushAsync().Wait(DefaultInterval);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.MetricsExportInterval ?? DefaultInterval);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            await PushAsync().ConfigureAwait(false);
        }
    }

    private async Task PushAsync()
    {
        try
        {
            var isDelta = _options.MetricTemporality == OpenTelemetryMetricTemporality.Delta;
            var now = TimeProvider.System.GetUtcNow();
            var body = OtlpMetrics.Write(_store, _serviceName, _start, now, isDelta);
            if (isDelta)
            {
                _start = now;
            }
            using var request = Request(body);
            using var response = await _http.SendAsync(request).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Logs.MetricsNotSent(_logger, _options.Url!, e);
        }
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var isGrpc = _options.Protocol == OpenTelemetryProtocol.Grpc;
        var request = new HttpRequestMessage(
            HttpMethod.Post, isGrpc ? new Uri(_options.Url!, GrpcPath) : _options.Url)
        {
            Content = new ByteArrayContent(isGrpc ? Frame(body) : body),
        };
        if (isGrpc)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TE.Add(new("trailers"));
        }
        request.Content.Headers.ContentType =
            new MediaTypeHeaderValue(isGrpc ? "application/grpc" : "application/x-protobuf");
        foreach (var (name, value) in _options.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    private static byte[] Frame(byte[] body)
    {
        var frame = new byte[GrpcHeaderSize + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), body.Length);
        body.CopyTo(frame, GrpcHeaderSize);
        return frame;
    }
}
