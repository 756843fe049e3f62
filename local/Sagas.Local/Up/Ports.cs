using System.Net;
using System.Net.Sockets;

namespace Sagas.Local.Up;

/// <summary>The ports of one system, chosen and known to be free; null for a part that it does not have.</summary>
internal sealed record Ports(
    int Api, int Temporal, int TemporalUi, int TemporalHttp, int Stripe, int SendGrid, int Worker, int? Codec)
{
    public static Ports Choose(IReadOnlyList<PortSetting> settings)
    {
        var taken = new HashSet<int>();
        var faults = new List<string>();
        var chosen = settings.ToDictionary(setting => setting.Name, setting => Choose(setting, taken, faults));
        if (faults.Count > 0)
        {
            throw new UserError(string.Join(Environment.NewLine, faults));
        }

        return new Ports(
            chosen[PortSetting.Api],
            chosen[PortSetting.Temporal],
            chosen[PortSetting.TemporalUi],
            chosen[PortSetting.TemporalHttp],
            chosen[PortSetting.Stripe],
            chosen[PortSetting.SendGrid],
            chosen[PortSetting.Worker],
            chosen.TryGetValue(PortSetting.Codec, out var codec) ? codec : null);
    }

    private static int Choose(PortSetting setting, HashSet<int> taken, List<string> faults)
    {
        if (setting.Value == 0)
        {
            return FreePort(taken);
        }

        if (!IsFree(setting.Value) || !taken.Add(setting.Value))
        {
            faults.Add($"Port {setting.Value} for {setting.What} is in use by another program. Stop that one, or choose "
                + $"another port: ./sagas up {setting.Option} N (or {setting.Variable}=N; 0 takes any free one).");
        }

        return setting.Value;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Without SO_REUSEADDR a port in TIME_WAIT would look busy right after a stop; .NET sets it on Unix itself.
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// A port below those that Linux gives to outgoing connections, so that none of them takes it while the part that
    /// listens there is started again.
    /// </summary>
    private static int FreePort(HashSet<int> taken)
    {
        int port;
        do
        {
            port = Random.Shared.Next(20_000, 32_000);
        }
        while (!IsFree(port) || !taken.Add(port));
        return port;
    }
}

/// <summary>One port as asked for: by option, else by environment, else the default; 0 means any free one.</summary>
internal sealed record PortSetting(string Name, string What, int Default, int Value = 0)
{
    public const string Api = "api";
    public const string Temporal = "temporal";
    public const string TemporalUi = "temporal-ui";
    public const string TemporalHttp = "temporal-http";
    public const string Stripe = "stripe";
    public const string SendGrid = "sendgrid";
    public const string Worker = "worker";
    public const string Codec = "codec";

    public static readonly IReadOnlyList<PortSetting> All =
    [
        new(Api, "the API", 8080),
        new(Temporal, "Temporal (gRPC)", 7233),
        new(TemporalUi, "the Temporal UI", 8233),
        new(TemporalHttp, "Temporal (HTTP)", 7243),
        new(Stripe, "the Stripe sandbox", 12111),
        new(SendGrid, "the SendGrid sandbox", 12112),
        new(Worker, "the worker's health check", 0),
        new(Codec, "the codec server, where payloads are encrypted", 8081),
    ];

    public string Option => $"--{Name}-port";

    public string Variable => $"SAGAS_{Name.ToUpperInvariant().Replace('-', '_')}_PORT";
}
