using System.Buffers;
using System.Collections.Frozen;
using Google.Protobuf;
using Temporalio.Api.Grpc;

namespace Temporal.DevServer.Grpc;

/// <summary>A class whose methods answer RPCs. It names them to the table once, at start-up.</summary>
public interface IRpcService
{
    /// <summary>Adds this service's methods.</summary>
    void Register(RpcTableBuilder table);
}

/// <summary>One RPC: reads the request, calls the handler.</summary>
public abstract class RpcMethod
{
    private protected RpcMethod(string path) => Path = path;

    /// <summary><c>/package.Service/Method</c>.</summary>
    public string Path { get; }

    /// <summary>Reads the request. It keeps no part of the payload's memory.</summary>
    /// <exception cref="RpcStatusException">The bytes are not such a message.</exception>
    public abstract IMessage Parse(
        in ReadOnlySequence<byte> payload, bool compressed, string? encoding, int requestBytesMax);

    /// <summary>Runs the handler on what <see cref="Parse"/> returned.</summary>
    public abstract ValueTask<IMessage> InvokeAsync(IMessage request, RpcContext context);
}

/// <summary>Collects the methods of all services; a name given twice is refused.</summary>
public sealed class RpcTableBuilder
{
    /// <summary>Full name of the main service.</summary>
    public const string WorkflowService = "temporal.api.workflowservice.v1.WorkflowService";

    /// <summary>Full name of the service for operators.</summary>
    public const string OperatorService = "temporal.api.operatorservice.v1.OperatorService";

    /// <summary>Full name of the time-skipping service.</summary>
    public const string TestService = "temporal.api.testservice.v1.TestService";

    /// <summary>Full name of the standard health service.</summary>
    public const string Health = "grpc.health.v1.Health";

    private readonly Dictionary<string, RpcMethod> _methods = new(StringComparer.Ordinal);

    /// <summary>Adds a method of the WorkflowService.</summary>
    public void Add<TRequest, TResponse>(string name, Func<TRequest, RpcContext, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage => Add(WorkflowService, name, handler);

    /// <summary>Adds a method of any service.</summary>
    public void Add<TRequest, TResponse>(
        string service, string name, Func<TRequest, RpcContext, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage
    {
        var path = $"/{service}/{name}";
        if (!_methods.TryAdd(path, new TypedMethod<TRequest, TResponse>(path, handler)))
        {
            throw new InvalidOperationException($"RPC {path} has two handlers; remove one.");
        }
    }

    /// <summary>The finished table.</summary>
    public RpcTable Build() => new(_methods.ToFrozenDictionary(StringComparer.Ordinal));

    private sealed class TypedMethod<TRequest, TResponse>(
        string path, Func<TRequest, RpcContext, Task<TResponse>> handler) : RpcMethod(path)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage
    {
        private static readonly MessageParser<TRequest> Parser = new(() => new TRequest());

        public override IMessage Parse(
            in ReadOnlySequence<byte> payload, bool compressed, string? encoding, int requestBytesMax) =>
            GrpcFrame.Parse(payload, compressed, encoding, requestBytesMax, Parser, strict: true);

        public override async ValueTask<IMessage> InvokeAsync(IMessage request, RpcContext context) =>
            await handler((TRequest)request, context).ConfigureAwait(false);
    }
}

/// <summary>Maps <c>/package.Service/Method</c> to its method.</summary>
public sealed class RpcTable
{
    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenSet<string> _services;

    internal RpcTable(FrozenDictionary<string, RpcMethod> methods)
    {
        _methods = methods;
        _services = methods.Keys.Select(ServiceOf).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>All paths, for tests and documentation.</summary>
    public IEnumerable<string> Paths => _methods.Keys;

    /// <summary>The method of a path, or null when this server does not answer it.</summary>
    public RpcMethod? TryFind(string path) => _methods.GetValueOrDefault(path);

    /// <summary>The method of a path, or the error that a real server gives for it.</summary>
    public RpcMethod Find(string path) =>
        _methods.TryGetValue(path, out var method) ? method : throw Unknown(path);

    private RpcException Unknown(string path)
    {
        var cut = path.LastIndexOf('/');
        if (path.Length == 0 || path[0] != '/' || cut <= 0)
        {
            return RpcErrors.Unimplemented($"malformed method name: \"{path}\"");
        }

        var service = ServiceOf(path);
        return RpcErrors.Unimplemented(_services.Contains(service)
            ? $"unknown method {path[(cut + 1)..]} for service {service}"
            : $"unknown service {service}");
    }

    private static string ServiceOf(string path) => path[1..path.LastIndexOf('/')];
}
