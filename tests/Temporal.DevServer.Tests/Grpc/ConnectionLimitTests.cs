using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Hosting;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Grpc;

public sealed class ConnectionLimitTests
{
    private const string Method = "GetSystemInfo";

    [Fact]
    public async Task Connection_BeyondTheLimit_IsClosedAndTheOthersStay()
    {
        await using var host = await StartAsync(new() { EndPoint = new(IPAddress.Loopback, 0), ConnectionsMax = 1 });
        using var client = new GrpcTestClient(host.EndPoint.ToString());
        await client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());

        using var late = new TcpClient();
        await late.ConnectAsync(host.EndPoint);

        (await late.GetStream().ReadAsync(new byte[1])).ShouldBe(0);
        await client.CallAsync<GetSystemInfoResponse>(new GetSystemInfoRequest());
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI * HTTP/2.0\r\n")]
    public async Task Connection_WithoutItsGreetingInTime_IsClosed(string beginning)
    {
        await using var host = await StartAsync(new()
        {
            EndPoint = new(IPAddress.Loopback, 0),
            PrefaceMax = TimeSpan.FromMilliseconds(50),
        });
        using var slow = new TcpClient();
        await slow.ConnectAsync(host.EndPoint);

        (await IsClosedAfterAsync(slow.GetStream(), beginning)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 256)]
    [InlineData("Max open files            524288               524288               files     ", 8_192)]
    [InlineData("Max open files            unlimited            unlimited            files     ", 8_192)]
    public void PerPort_OfAProcess_LeavesDescriptorsForFilesAndTheDatabase(string limits, long connections) =>
        ConnectionLimit.Of(["Max processes             100                  100                  processes ", limits])
            .ShouldBe(connections);

    [Fact]
    public void PerPort_WhereNoLimitsAreTold_IsTheMost() => ConnectionLimit.Of([]).ShouldBe(8_192);

    /// <summary>What is said after the end is answered by a reset, which is an end as well.</summary>
    private static async Task<bool> IsClosedAfterAsync(NetworkStream stream, string text)
    {
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
            return await stream.ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static Task<GrpcHost> StartAsync(GrpcHostOptions options)
    {
        var table = new RpcTableBuilder();
        table.Add<GetSystemInfoRequest, GetSystemInfoResponse>(
            Method, (_, _) => Task.FromResult(new GetSystemInfoResponse()));
        return GrpcHost.StartAsync(
            Task.FromResult(table.Build()), options, NullLoggerFactory.Instance, CancellationToken.None);
    }
}
