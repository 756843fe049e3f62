using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Temporalio.Api.Grpc;
using Temporalio.Exceptions;

namespace Temporalio.Client.Rpc;

/// <summary>
/// Unary gRPC calls over HTTP/2. Polls, which stay open for a minute, have a handler and so a connection of their own,
/// so that they never take streams from the calls that are to be quick. A server that retires a connection (GOAWAY) is
/// survived by the handler: calls under way finish there, new ones go to a new connection.
/// </summary>
/// <remarks>
/// Connections have no end of their own in the official surface, so the sockets are freed when nothing uses the channel
/// any more. That must be this object's finalizer, not the connection's: a call under way holds the channel only.
/// </remarks>
internal sealed class RpcChannel : IDisposable
{
    private const int StreamWindowBytes = 1024 * 1024;
    private const int MaxMessageBytes = 128 * 1024 * 1024;

    private readonly HttpMessageInvoker _calls;
    private readonly HttpMessageInvoker _polls;
    private readonly Uri _baseAddress;
    private readonly string? _authority;
    private readonly bool _gzip;
    private readonly ConcurrentDictionary<(string Service, string Method), Uri> _addresses = new();

    public RpcChannel(TemporalConnectionOptions options)
    {
        var target = options.TargetHost ?? throw new ArgumentException("TargetHost is required");
        var (host, port) = HostPort.Parse(target, defaultPort: 7233);
        var tls = TlsSetup.IsOn(options) ? options.Tls ?? new TlsOptions() : null;
        _baseAddress = new UriBuilder(tls == null ? "http" : "https", host, port).Uri;
        _authority = tls?.Domain;
        _gzip = options.GrpcCompression is GrpcCompression.Gzip;
        _calls = new(CreateHandler(options, tls, host, port));
        _polls = new(CreateHandler(options, tls, host, port));
    }

    /// <summary>Frees the sockets when no connection and no call uses them.</summary>
    ~RpcChannel() => Free();

    /// <summary>Makes one attempt of a call.</summary>
    /// <exception cref="RpcException">The call failed, ran out of time, or could not be made.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<T> InvokeAsync<T>(
        string service,
        string method,
        IMessage request,
        MessageParser<T> parser,
        RpcMetadata metadata,
        RpcOptions? options,
        TimeSpan timeout,
        bool isPoll)
        where T : IMessage<T>
    {
        var callerToken = options?.CancellationToken ?? CancellationToken.None;
        callerToken.ThrowIfCancellationRequested();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(callerToken);
        deadline.CancelAfter(timeout);
        using var message = CreateRequest(service, method, request, metadata, options, timeout);
        try
        {
            using var response = await (isPoll ? _polls : _calls).SendAsync(message, deadline.Token)
                .ConfigureAwait(false);
            return await ReadAsync(response, parser, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (callerToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(callerToken);
        }
        catch (OperationCanceledException)
        {
            throw RpcErrors.Timeout(timeout);
        }
        catch (RpcStatusException e)
        {
            throw RpcErrors.FromCodec(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            if (callerToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(callerToken);
            }
            throw deadline.IsCancellationRequested ? RpcErrors.Timeout(timeout) : RpcErrors.FromTransport(e);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        // Null when the constructor refused the options.
        _calls?.Dispose();
        _polls?.Dispose();
    }

    private static SocketsHttpHandler CreateHandler(
        TemporalConnectionOptions options, TlsOptions? tls, string host, int port)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = options.DnsLoadBalancing?.ResolutionInterval ?? Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Traces are propagated in Temporal's own headers, by interceptors.
            ActivityHeadersPropagator = null,
        };
        if (options.KeepAlive is { } keepAlive)
        {
            handler.KeepAlivePingDelay = keepAlive.Interval;
            handler.KeepAlivePingTimeout = keepAlive.Timeout;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always;
        }
        if (tls != null)
        {
            handler.SslOptions = TlsSetup.Create(tls, host);
        }
        if (options.HttpConnectProxy is { } proxy)
        {
            handler.ConnectCallback = (_, token) => ProxyTunnel.OpenAsync(proxy, $"{host}:{port}", token);
        }
        return handler;
    }

    private HttpRequestMessage CreateRequest(
        string service, string method, IMessage request, RpcMetadata metadata, RpcOptions? options, TimeSpan timeout)
    {
        var address = _addresses.GetOrAdd(
            (service, method), static (key, root) => new Uri(root, $"/{key.Service}/{key.Method}"), _baseAddress);
        var content = new RpcContent(request, _gzip);
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = message.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(GrpcNames.Timeout, GrpcTimeout.Format(timeout));
        headers.TryAddWithoutValidation(GrpcNames.AcceptEncoding, "identity,gzip");
        if (content.IsCompressed)
        {
            headers.TryAddWithoutValidation(GrpcNames.Encoding, GrpcNames.Gzip);
        }
        if (_authority != null)
        {
            headers.Host = _authority;
        }
        metadata.Apply(headers, options, RequestNamespaces.Of(request));
        return message;
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw RpcErrors.FromAnswer(response)!;
        }
        response.Headers.NonValidated.TryGetValues(GrpcNames.Encoding, out var encoding);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var message = await GrpcMessageStream.ReadSingleAsync(
                stream, parser, encoding.Count == 0 ? null : encoding.ToString(), MaxMessageBytes, cancellationToken)
                .ConfigureAwait(false);
            if (RpcErrors.FromAnswer(response) is { } error)
            {
                throw error;
            }
            return message ?? throw new RpcException(
                RpcException.StatusCode.Internal, "Server answered OK without a message", null);
        }
    }
}
