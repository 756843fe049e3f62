using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Interop.Node;
using Sagas.Api.Webhooks;
using Sandbox.Stripe;
using Sandbox.Stripe.Webhooks;

namespace Interop.Providers;

public sealed class StripeWebhookTests
{
    private const string Secret = "whsec_of_the_interop_tests";

    [NodeFact]
    public async Task OfficialClient_AndOurs_AgreeOnSignatures()
    {
        var port = FreePort();
        await using var sandbox = await StripeSandboxHost.StartAsync(
            webhooks: new WebhookEndpoint(new Uri($"http://127.0.0.1:{port}/"), Secret));

        var output = await NodeTool.RunAsync(
            "webhooks.mjs",
            TimeSpan.FromMinutes(2),
            ("STRIPE_ADDRESS", sandbox.Address),
            ("WEBHOOK_PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("WEBHOOK_SECRET", Secret));

        var signed = JsonSerializer.Deserialize<JsonElement>(output);
        var body = Encoding.UTF8.GetBytes(signed.GetProperty("payload").GetString()!);
        var header = signed.GetProperty("header").GetString()!;
        StripeSignature.Fault(header, body, Secret, DateTimeOffset.UtcNow).ShouldBeNull();
        StripeSignature.Fault(header, body, "whsec_wrong", DateTimeOffset.UtcNow).ShouldNotBeNull();
        StripeSignature.Fault(header, body, Secret, DateTimeOffset.UtcNow.AddMinutes(10)).ShouldNotBeNull();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
