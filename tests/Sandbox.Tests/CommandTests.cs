using Sandbox.SendGrid;
using Sandbox.Stripe;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("--prot", "1")]
    [InlineData("--port")]
    [InlineData("--port", "x")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--data", " ")]
    public async Task Arguments_Wrong_EndWithTwo(params string[] args)
    {
        (await StripeSandboxCommand.RunAsync(args, CancellationToken.None)).ShouldBe(2);
        (await SendGridSandboxCommand.RunAsync(args, CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task Port_InUse_EndsWithOne()
    {
        await using var host = await StripeSandboxHost.StartAsync();
        var port = new Uri(host.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        (await StripeSandboxCommand.RunAsync(["--port", port], CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Stop_EndsWithZero()
    {
        using var stop = new CancellationTokenSource();
        var running = SendGridSandboxCommand.RunAsync(["--port", "0"], stop.Token);

        await stop.CancelAsync();

        (await running).ShouldBe(0);
    }

    [Theory]
    [InlineData("not an address", "whsec_x", "STRIPE_WEBHOOK_ENDPOINT is 'not an address'")]
    [InlineData("http://127.0.0.1:1/hook", "", "STRIPE_WEBHOOK_ENDPOINT needs STRIPE_WEBHOOK_SECRET")]
    public void WebhookVariables_Wrong_AreOneSentence(string url, string secret, string message) =>
        Should.Throw<Sandbox.Hosting.SandboxStartException>(() => WebhookEndpoint.From(
            name => name == WebhookEndpoint.UrlVariable ? url : secret)).Message.ShouldStartWith(message);
}
