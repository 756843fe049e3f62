using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Grpc;

/// <summary>Whatever comes in, every call ends with a status that says why, and the server lives on.</summary>
public sealed class GrpcFuzzTests : IAsyncLifetime
{
    private const int UnknownFault = 2;
    private const int RandomBodies = 300;
    private DevServerHost _server = null!;
    private GrpcTestClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await DevServerHost.StartAsync(new DevServerOptions(), CancellationToken.None);
        _client = new GrpcTestClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task EveryMethod_EmptyRequest_IsAnsweredOrRefusedWithAReason()
    {
        foreach (var method in AllMethods())
        {
            await RequireClearAsync(method, [0, 0, 0, 0, 0]);
        }
    }

    [Fact]
    public async Task EveryMethod_OnlyANamespace_IsAnsweredOrRefusedWithAReason()
    {
        foreach (var method in AllMethods())
        {
            var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
            if (method.InputType.FindFieldByName("namespace") is { } field)
            {
                field.Accessor.SetValue(request, "default");
            }

            await RequireClearAsync(method, GrpcTestClient.Frame(request));
        }
    }

    [Fact]
    public async Task AnyMethod_RandomBytes_AreAnsweredOrRefusedWithAReason()
    {
        var random = new Random(20261124);
        var methods = AllMethods().ToList();
        for (var i = 0; i < RandomBodies; i++)
        {
            var body = new byte[random.Next(0, 200)];
            random.NextBytes(body);
            if (body.Length > 5 && random.Next(2) == 0)
            {
                (body[0], body[1], body[2], body[3], body[4]) = (0, 0, 0, 0, (byte)(body.Length - 5));
            }

            await RequireClearAsync(methods[random.Next(methods.Count)], body);
        }
    }

    [Fact]
    public async Task Connection_HalfClosedOrSilent_DoesNotKeepOthersOut()
    {
        var parts = _server.Address.Split(':');
        var sockets = new List<Socket>();
        for (var i = 0; i < 100; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Parse(parts[0]), int.Parse(parts[1]));
            await socket.SendAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")[..(i % 24)]);
            if (i % 2 == 0)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            sockets.Add(socket);
        }

        var info = await _client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());

        info.ServerVersion.ShouldNotBeEmpty();
        sockets.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Stream_BodyThatNeverEnds_DoesNotKeepOthersOut()
    {
        using var stop = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 200).Select(_ => SendPartAsync(stop.Token)).ToList();

        var info = await _client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());

        info.ServerVersion.ShouldNotBeEmpty();
        slow.ShouldAllBe(call => !call.IsCompletedSuccessfully);
        await stop.CancelAsync();
        await Task.WhenAll(slow).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static IEnumerable<MethodDescriptor> AllMethods() =>
        WorkflowService().Methods.Concat(OperatorService().Methods);

    private static ServiceDescriptor WorkflowService() =>
        Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services.Single();

    private static ServiceDescriptor OperatorService() =>
        Temporalio.Api.OperatorService.V1.ServiceReflection.Descriptor.Services.Single();

    private async Task RequireClearAsync(MethodDescriptor method, byte[] body)
    {
        var answer = await _client.SendAsync(
            $"/{method.Service.FullName}/{method.Name}", body, r => r.Headers.Add("grpc-timeout", "2500m"));

        answer.Http.ShouldBe(HttpStatusCode.OK, method.Name);
        answer.Status.ShouldNotBe(UnknownFault, $"{method.Name}: {answer.Message}");
        if (answer.Status != 0)
        {
            answer.Message.ShouldNotBeEmpty(method.Name);
        }
    }

    /// <summary>Announces a message and sends only its beginning.</summary>
    private async Task SendPartAsync(CancellationToken stop)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"http://{_server.Address}/{WorkflowService().FullName}/GetSystemInfo")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new EndlessContent(stop),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        using var response = await http.SendAsync(request, stop);
    }

    private sealed class EndlessContent(CancellationToken stop) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 1, 0, 0, 42 }, stop);
            await stream.FlushAsync(stop);
            await Task.Delay(Timeout.Infinite, stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
