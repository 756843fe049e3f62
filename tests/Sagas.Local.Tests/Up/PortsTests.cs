using System.Net;
using System.Net.Sockets;
using Sagas.Local.Up;

namespace Sagas.Local.Tests.Up;

public sealed class PortsTests
{
    [Fact]
    public void Ports_AskedForAsZero_AreFreeAndDistinct()
    {
        var ports = Ports.Choose([.. PortSetting.All.Select(setting => setting with { Value = 0 })]);

        int[] all =
        [
            ports.Api, ports.Temporal, ports.TemporalUi, ports.TemporalHttp, ports.Stripe, ports.SendGrid, ports.Worker,
            ports.Codec!.Value,
        ];
        all.Distinct().Count().ShouldBe(8);
        all.ShouldAllBe(port => port > 0);
    }

    [Fact]
    public void Ports_InUse_AreAllNamedWithTheCure()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        var settings = PortSetting.All.Select(setting => setting with
        {
            Value = setting.Name switch
            {
                PortSetting.Api => ((IPEndPoint)first.LocalEndpoint).Port,
                PortSetting.Stripe => ((IPEndPoint)second.LocalEndpoint).Port,
                _ => 0,
            },
        });

        var error = Should.Throw<UserError>(() => Ports.Choose([.. settings]));

        error.Message.Split(Environment.NewLine).Length.ShouldBe(2);
        error.Message.ShouldContain("for the API is in use by another program");
        error.Message.ShouldContain("./sagas up --api-port N (or SAGAS_API_PORT=N; 0 takes any free one)");
    }

    [Fact]
    public void Ports_OfAPartThatIsNotAskedFor_IsNone() =>
        Ports.Choose([.. PortSetting.All.Where(setting => setting.Name != PortSetting.Codec).Select(setting => setting with { Value = 0 })])
            .Codec.ShouldBeNull();

    [Fact]
    public void Ports_TheSameTwice_AreRefused()
    {
        var free = Ports.Choose([.. PortSetting.All.Select(setting => setting with { Value = 0 })]).Worker;
        var settings = PortSetting.All.Select(setting => setting with
        {
            Value = setting.Name is PortSetting.Api or PortSetting.Stripe ? free : 0,
        });

        Should.Throw<UserError>(() => Ports.Choose([.. settings]));
    }
}
